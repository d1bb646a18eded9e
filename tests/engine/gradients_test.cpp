// The fused step against autograd, over random networks.
#include "fused_engine.h"
#include "gradus/models/hard_activation.h"
#include "gradus/training/losses.h"
#include "networks.h"
#include "tiny_network.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/dropout.h>

#include <fmt/format.h>

#include <random>

#include "catch.h"

namespace nn = torch::nn;
using namespace gradus::engine;
using torch::Tensor;

namespace {

const std::vector<std::string> kActivations = {"identity",
                                               "sign",
                                               "sign:straight_through=true",
                                               "step",
                                               "step:tie=1:straight_through=true",
                                               "sigmoid",
                                               "tanh",
                                               "relu",
                                               "prelu",
                                               "leaky_relu:slope=0.1",
                                               "elu",
                                               "elu:alpha=0.5",
                                               "selu",
                                               "gelu",
                                               "gelu:approximate=tanh",
                                               "silu",
                                               "softplus",
                                               "softplus:beta=2:threshold=1",
                                               "mish",
                                               "hardtanh",
                                               "hardtanh:min=-0.5:max=2"};
const std::vector<std::string> kLosses = {"cross_entropy", "bce", "mse", "hinge", "perceptron"};

/// A network and a batch for it.
struct Case {
  std::string layers, loss;
  int64_t features = 0, outputs = 0, rows = 0;
  torch::ScalarType type = torch::kFloat32;
  bool bytes = false;
  int threads = 1;
  uint64_t seed = 0;

  std::string description() const {
    return fmt::format("{} | {}, {} rows of {}, {}, {} threads, seed {}", layers, loss, rows,
                       bytes ? "bytes" : "numbers", torch::toString(type), threads, seed);
  }
};

class Random {
 public:
  template <typename T>
  T one_of(std::initializer_list<T> choices) {
    return choices.begin()[generator_() % choices.size()];
  }
  bool once_in(unsigned count) { return generator_() % count == 0; }

 private:
  std::mt19937 generator_{5};
};

/// The last layer's outputs that the loss takes.
int64_t random_outputs(const std::string& loss, Random& random) {
  if (loss == "bce") return 1;
  if (loss == "cross_entropy") return random.one_of<int64_t>({2, 7, 17, 65, 100});
  return random.one_of<int64_t>({1, 1, 7, 17});
}

Case random_case(const std::string& activation, const std::string& loss, torch::ScalarType type,
                 Random& random) {
  Case c;
  c.loss = loss;
  c.type = type;
  c.rows = random.one_of<int64_t>({1, 2, 5, 33, 64});
  c.bytes = random.once_in(4);
  c.threads = random.one_of({1, 2, 3});
  const auto normalization = random.one_of<std::string>({"", "", "", "batch_norm", "layer_norm"});
  if (normalization == "batch_norm") c.rows = std::max<int64_t>(c.rows, 2);
  // Normalization undoes the weights of a single input and makes 1 and -1 of any two numbers: the
  // gradients are 0 but for rounding, and only float64 has digits enough to compare what is left.
  const bool narrows = normalization.empty() || type == torch::kFloat64;
  if (!narrows) c.rows = std::max<int64_t>(c.rows, 5);
  const auto random_width = [&] {
    return narrows ? random.one_of<int64_t>({1, 7, 17, 65, 129})
                   : random.one_of<int64_t>({7, 17, 65, 129});
  };
  c.features = random_width();
  c.outputs = random_outputs(loss, random);
  const bool drops = random.once_in(4);
  const std::string bias = random.once_in(3) ? " no_bias" : "";

  int64_t width = c.features;
  if (width > 1 && random.once_in(8)) c.layers += fmt::format("layer_norm {} | ", width);
  if (random.once_in(8)) c.layers += "dropout 0.2 | tanh | ";
  for (int depth = random.one_of({0, 1, 1, 2, 3}); depth > 0; --depth) {
    const int64_t next = random_width();
    c.layers += fmt::format("linear {} {}{} | ", width, next, bias);
    if (!normalization.empty()) c.layers += fmt::format("{} {} | ", normalization, next);
    c.layers += activation + " | ";
    if (drops) c.layers += "dropout 0.3 | ";
    width = next;
  }
  c.layers += fmt::format("linear {} {}{}", width, c.outputs, bias);
  if (random.once_in(4)) c.layers += " | " + activation;
  return c;
}

/// Where the slope of a module jumps.
std::vector<double> kinks_of(const nn::Module& module) {
  if (module.as<nn::ReLU>() || module.as<nn::LeakyReLU>() || module.as<nn::PReLU>() ||
      module.as<nn::ELU>() || module.as<nn::SELU>()) {
    return {0};
  }
  if (module.as<gradus::models::Step>() || module.as<gradus::models::Sign>()) return {-1, 0, 1};
  if (const auto* cut = module.as<nn::Hardtanh>())
    return {cut->options.min_val(), cut->options.max_val()};
  if (const auto* softplus = module.as<nn::Softplus>())
    return {softplus->options.threshold() / softplus->options.beta()};
  return {};
}

/// A number so close to a kink that rounding decides the side has no gradient to compare. Exactly
/// there, both sides know what to do.
bool is_near(const Tensor& values, double kink) {
  const auto distance = (values - kink).abs();
  return ((distance < 1e-5) & (distance > 0)).any().item<bool>();
}

bool loss_is_near_kink(const std::string& loss, const Tensor& scores, const Tensor& targets) {
  if (loss != "hinge" && loss != "perceptron") return false;
  const double margin = loss == "hinge" ? 1 : 0;
  if (scores.size(1) == 1) return is_near(scores.abs(), margin);
  if (loss == "hinge") return is_near(scores - scores.gather(1, targets.unsqueeze(1)), -1);
  const auto best = std::get<0>(scores.topk(2, 1));
  return is_near(best.select(1, 0) - best.select(1, 1), 0);
}

/// Whether each value is kept, [rows, width], as the engine's dropout layers draw them in turn.
Tensor draw_kept(const Tensor& values, double probability) {
  auto generator = at::detail::getDefaultCPUGenerator();
  const uint64_t seed = at::check_generator<at::CPUGeneratorImpl>(generator)->random64();
  auto kept = torch::empty(values.sizes(), torch::kUInt8);
  kernels<float>().draw_mask(seed, 0, kept.numel(), 1 - probability, kept.data_ptr<uint8_t>());
  return kept;
}

struct Truth {
  Tensor loss, outputs;
  bool near_kink = false;
};

/// By autograd in float64; the gradients are left in the network.
Truth by_autograd(Layers& network, const std::string& loss, const Tensor& inputs,
                  const Tensor& targets) {
  Truth truth;
  auto values = inputs;
  for (auto& module : *network) {
    for (const double kink : kinks_of(*module.ptr())) truth.near_kink |= is_near(values, kink);
    if (const auto* dropout = module.ptr()->as<nn::Dropout>()) {
      const double probability = dropout->options.p();
      values = values * draw_kept(values, probability) / (1 - probability);
    } else {
      values = module.forward(values);
    }
  }
  truth.near_kink |= loss_is_near_kink(loss, values, targets);
  truth.outputs = values.detach();
  truth.loss = gradus::training::make_loss(loss).function(values, targets);
  truth.loss.backward();
  return truth;
}

Tensor rows_as_float64(const EpochRows& rows, torch::ScalarType type, int64_t count) {
  const auto inputs = rows.inputs.index_select(0, rows.order.narrow(0, 0, count));
  if (inputs.scalar_type() != torch::kUInt8) return inputs.to(torch::kFloat64);
  return (inputs.to(type) / 255).to(torch::kFloat64);
}

/// Largest difference between the gradients, over the largest gradient. Where those of the rows
/// cancel to less than a thousandth, what is left has lost that many digits.
double gradient_difference(const Layers& network, const Layers& truth) {
  std::vector<Tensor> values, wanted;
  for (const auto& item : truth->named_parameters()) {
    const auto gradient = item->grad();
    wanted.push_back((gradient.defined() ? gradient : torch::zeros_like(*item)).flatten());
    values.push_back(network->named_parameters()[item.key()].grad().flatten());
  }
  const auto difference = torch::cat(values) - torch::cat(wanted);
  return difference.abs().max().item<double>() /
         std::max(1e-3, torch::cat(wanted).abs().max().item<double>());
}

/// Whether there is something to compare: false for a batch that lies near a kink.
bool check_case(const Case& c) {
  torch::manual_seed(c.seed);
  auto network = make_layers(c.layers, c.type);
  auto rows = random_rows(c.rows + 3, c.features, c.outputs, c.loss, c.rows);
  if (c.bytes) rows.inputs = torch::randint(256, rows.inputs.sizes(), torch::kUInt8);
  auto reference = copy_layers(network, c.layers, torch::kFloat64);

  torch::manual_seed(c.seed + 1);
  auto targets = rows.targets.index_select(0, rows.order.narrow(0, 0, c.rows));
  if (targets.is_floating_point()) targets = targets.to(torch::kFloat64);
  const auto inputs = rows_as_float64(rows, c.type, c.rows);
  const auto truth = by_autograd(reference, c.loss, inputs, targets);
  if (truth.near_kink) return false;
  Setup setup(network, c.loss, plain_sgd(0), EngineKind::kFused, c.threads);
  REQUIRE(setup.choice.reason.empty());
  network->train();
  setup.choice.engine->start_epoch(rows);
  torch::manual_seed(c.seed + 1);
  const auto result = setup.choice.engine->step(0);

  const double tolerance = c.type == torch::kFloat64 ? 1e-10 : 1e-5;
  CHECK((result.outputs - truth.outputs).abs().max().item<double>() <
        tolerance * (1 + truth.outputs.abs().max().item<double>()));
  CHECK(std::abs(result.loss.item<double>() - truth.loss.item<double>()) <
        1e-5 * (1 + truth.loss.item<double>()));
  CHECK(gradient_difference(network, reference) < tolerance);
  for (const auto& item : reference->named_parameters())
    CHECK(relative_difference(network->named_parameters()[item.key()], *item) == 0);
  return true;
}

bool is_tiny(const Case& c) {
  const auto network = make_layers(c.layers);
  const FlatParameters parameters(network->parameters());
  return TinyNetwork<float>::plan(*network->feed_forward_layers(), parameters).has_value();
}

}  // namespace

TEST_CASE("The fused gradients of random networks are autograd's") {
  Random random;
  int tiny = 0, large = 0, redrawn = 0;
  uint64_t seed = 0;
  for (const auto& activation : kActivations) {
    for (const auto& loss : kLosses) {
      for (int turn = 0; turn < 10; ++turn) {
        auto c =
            random_case(activation, loss, turn % 2 ? torch::kFloat64 : torch::kFloat32, random);
        c.seed = ++seed * 1000;
        INFO(c.description());
        while (!check_case(c)) {
          ++c.seed;
          REQUIRE(++redrawn < 500);
        }
        ++(is_tiny(c) ? tiny : large);
      }
    }
  }
  // Both paths were met.
  CHECK(tiny > 100);
  CHECK(large > 100);
}
