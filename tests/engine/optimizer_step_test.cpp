// The optimizers' steps of both engines against LibTorch's own `step`.
#include "optimizer_step.h"

#include "flush_denormals.h"
#include "networks.h"
#include "update_rule.h"

#include <torch/nn/utils/convert_parameters.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include "catch.h"

namespace optim = torch::optim;
using namespace gradus::engine;
using torch::Tensor;

namespace {

template <typename Optimizer, typename Options>
OptimizerFactory factory(Options options) {
  return [options](std::vector<Tensor> parameters) {
    return std::make_unique<Optimizer>(parameters, options);
  };
}

const std::vector<std::pair<std::string, OptimizerFactory>>& optimizers() {
  static const std::vector<std::pair<std::string, OptimizerFactory>> kOptimizers = {
      {"sgd", factory<optim::SGD>(optim::SGDOptions(0.1))},
      {"sgd with decay", factory<optim::SGD>(optim::SGDOptions(0.1).weight_decay(0.01))},
      {"momentum", factory<optim::SGD>(optim::SGDOptions(0.05).momentum(0.9).weight_decay(0.01))},
      {"nesterov", factory<optim::SGD>(optim::SGDOptions(0.05).momentum(0.8).nesterov(true))},
      {"adam", factory<optim::Adam>(optim::AdamOptions(0.01))},
      {"adam with all",
       factory<optim::Adam>(
           optim::AdamOptions(0.02).betas({0.8, 0.95}).eps(1e-4).weight_decay(0.1))},
      {"adamw", factory<optim::AdamW>(optim::AdamWOptions(0.01))},
      {"adamw with all",
       factory<optim::AdamW>(
           optim::AdamWOptions(0.02).betas({0.8, 0.95}).eps(1e-4).weight_decay(0.2))},
      {"rmsprop", factory<optim::RMSprop>(optim::RMSpropOptions(0.01))},
      {"rmsprop with all",
       factory<optim::RMSprop>(
           optim::RMSpropOptions(0.01).alpha(0.9).eps(1e-4).momentum(0.7).weight_decay(0.1))},
      {"adagrad", factory<optim::Adagrad>(optim::AdagradOptions(0.05))},
      {"adagrad with all",
       factory<optim::Adagrad>(
           optim::AdagradOptions(0.05).lr_decay(0.1).weight_decay(0.1).initial_accumulator_value(
               0.5))},
  };
  return kOptimizers;
}

/// Not a multiple of any vector's length.
constexpr int64_t kNumbers = 1003;

Tensor make_parameter(torch::ScalarType type) {
  torch::manual_seed(11);
  auto parameter = torch::randn({kNumbers}, type);
  parameter.mutable_grad() = torch::zeros({kNumbers}, type);
  return parameter.set_requires_grad(true);
}

Tensor gradient_of_step(int64_t step, torch::ScalarType type) {
  torch::manual_seed(100 + static_cast<uint64_t>(step));
  return (torch::randn({kNumbers}) * 0.3).to(type);
}

/// The fused engine's step on one flat parameter, in two parts that begin anywhere.
template <typename T>
void fused_step(optim::Optimizer& optimizer) {
  const auto& flat = optimizer.param_groups().front().params().front();
  const auto rule = next_rule(optimizer);
  const auto state = update_state<T>(optimizer);
  const auto from = [](T* array, int64_t begin) { return array ? array + begin : nullptr; };
  for (const auto& [begin, end] : {std::pair<int64_t, int64_t>{0, 37}, {37, kNumbers}}) {
    kernels<T>().update(rule, flat.data_ptr<T>() + begin, flat.grad().const_data_ptr<T>() + begin,
                        {from(state.first, begin), from(state.second, begin)}, end - begin);
  }
}

using Step = std::function<void(optim::Optimizer&)>;

/// The parameter after `steps` of `step`, or of those of the list in turn.
Tensor after(const OptimizerFactory& make, torch::ScalarType type, const std::vector<Step>& turns,
             int64_t steps = 20) {
  auto parameter = make_parameter(type);
  const auto optimizer = make({parameter});
  for (int64_t s = 0; s < steps; ++s) {
    parameter.mutable_grad().copy_(gradient_of_step(s, type));
    turns[static_cast<size_t>(s) % turns.size()](*optimizer);
  }
  return parameter.detach();
}

const Step kPlain = [](optim::Optimizer& optimizer) { optimizer.step(); };

}  // namespace

TEST_CASE("Twenty steps of each optimizer are LibTorch's") {
  for (const auto& [name, make] : optimizers()) {
    INFO(name);
    const auto truth = after(make, torch::kFloat64, {kPlain});
    const auto start = make_parameter(torch::kFloat64).detach();
    REQUIRE(relative_difference(start, truth) > 0.01);
    const auto plain = after(make, torch::kFloat32, {kPlain});
    CHECK(relative_difference(after(make, torch::kFloat32, {fused_step<float>}), plain) < 1e-6);
    CHECK(relative_difference(after(make, torch::kFloat32, {take_step}), plain) < 1e-6);
    CHECK(relative_difference(after(make, torch::kFloat64, {fused_step<double>}), truth) < 1e-12);
    CHECK(relative_difference(after(make, torch::kFloat64, {take_step}), truth) < 1e-12);
  }
}

TEST_CASE("Whoever takes the next step goes on from LibTorch's own state") {
  for (const auto& [name, make] : optimizers()) {
    INFO(name);
    const auto plain = after(make, torch::kFloat32, {kPlain});
    for (const auto& turns :
         {std::vector<Step>{kPlain, fused_step<float>, take_step},
          std::vector<Step>{fused_step<float>, kPlain}, std::vector<Step>{take_step, kPlain}}) {
      CHECK(relative_difference(after(make, torch::kFloat32, turns), plain) < 1e-6);
    }
  }
}

TEST_CASE("A learning rate that changes between steps is taken at once") {
  for (const auto& [name, make] : optimizers()) {
    INFO(name);
    const auto slower = [](const Step& step) -> Step {
      return [step](optim::Optimizer& optimizer) {
        auto& options = optimizer.param_groups().front().options();
        options.set_lr(options.get_lr() * 0.8);
        step(optimizer);
      };
    };
    const auto plain = after(make, torch::kFloat32, {slower(kPlain)});
    CHECK(relative_difference(after(make, torch::kFloat32, {slower(fused_step<float>)}), plain) <
          1e-6);
    CHECK(relative_difference(after(make, torch::kFloat32, {slower(take_step)}), plain) < 1e-6);
  }
}

TEST_CASE("Optimizers with options of their own have no rule, and take LibTorch's step") {
  const std::vector<std::pair<std::string, OptimizerFactory>> others = {
      {"amsgrad", factory<optim::Adam>(optim::AdamOptions(0.01).amsgrad(true))},
      {"adamw amsgrad", factory<optim::AdamW>(optim::AdamWOptions(0.01).amsgrad(true))},
      {"centred", factory<optim::RMSprop>(optim::RMSpropOptions(0.01).centered(true))},
      {"dampening", factory<optim::SGD>(optim::SGDOptions(0.1).momentum(0.9).dampening(0.5))},
  };
  for (const auto& [name, make] : others) {
    INFO(name);
    CHECK_FALSE(has_update_rule(*make({make_parameter(torch::kFloat32)})));
    CHECK(torch::equal(after(make, torch::kFloat32, {take_step}),
                       after(make, torch::kFloat32, {kPlain})));
  }
  CHECK_FALSE(has_update_rule(optim::LBFGS({make_parameter(torch::kFloat32)})));
}

TEST_CASE("Several parameters of one optimizer are all stepped") {
  auto first = make_parameter(torch::kFloat32), second = make_parameter(torch::kFloat32);
  optim::Adam optimizer({first, second}, optim::AdamOptions(0.01));
  first.mutable_grad().fill_(1);
  second.mutable_grad().fill_(1);
  const auto before = first.detach().clone();
  take_step(optimizer);
  CHECK_FALSE(torch::equal(first, before));
  CHECK(torch::equal(first, second));
}

TEST_CASE("Denormals taken as zero leave the weights where they would have gone") {
  // A gradient that stays 0 after its first steps: Adam's means shrink below the normal numbers.
  const OptimizerFactory make = factory<optim::Adam>(optim::AdamOptions(0.01).betas({0.5, 0.9}));
  const auto run = [&](const Step& step) {
    auto parameter = make_parameter(torch::kFloat32);
    const auto optimizer = make({parameter});
    for (int64_t s = 0; s < 400; ++s) {
      parameter.mutable_grad().copy_(gradient_of_step(0, torch::kFloat32) * (s < 5 ? 1 : 0));
      step(*optimizer);
    }
    const auto& state = static_cast<const optim::AdamParamState&>(
        *optimizer->state().at(parameter.unsafeGetTensorImpl()));
    return std::pair{parameter.detach(), state.exp_avg().abs().max().item<double>()};
  };
  const auto [plain, left] = run(kPlain);
  const auto [flushed, nothing] = run([](optim::Optimizer& optimizer) {
    const FlushDenormals flush;
    fused_step<float>(optimizer);
  });
  CHECK(left < 1e-37);
  CHECK(nothing <= left);
  CHECK(relative_difference(flushed, plain) < 1e-6);
}

namespace {

/// The weights of a network after two epochs, biases in a group of their own.
Tensor after_epochs(const std::string& text, EngineKind kind, int threads,
                    const std::function<std::unique_ptr<optim::Optimizer>(
                        std::vector<Tensor>, std::vector<Tensor>)>& make) {
  torch::manual_seed(9);
  auto network = make_layers(text, torch::kFloat64);
  auto rows = random_rows(70, 6, 3, "cross_entropy", 16);
  rows.inputs = rows.inputs.to(torch::kFloat64);
  Setup setup(
      network, "cross_entropy",
      [&](const std::vector<Tensor>& flats) { return make({flats[0]}, {flats[1]}); }, kind, threads,
      Precision::kFloat64, /*apart=*/true);
  REQUIRE(setup.choice.engine->name() == (kind == EngineKind::kEager ? "eager" : "fused"));
  for (int epoch = 0; epoch < 2; ++epoch) setup.train_epoch(rows);
  return torch::nn::utils::parameters_to_vector(network->parameters()).detach();
}

/// The same by the plain loop, with groups of the parameters themselves.
Tensor plain_after_epochs(const std::string& text,
                          const std::function<std::unique_ptr<optim::Optimizer>(
                              std::vector<Tensor>, std::vector<Tensor>)>& make) {
  torch::manual_seed(9);
  auto network = make_layers(text, torch::kFloat64);
  const auto rows = random_rows(70, 6, 3, "cross_entropy", 16);
  std::vector<Tensor> matrices, vectors;
  for (const auto& p : network->parameters()) (p.dim() < 2 ? vectors : matrices).push_back(p);
  const auto optimizer = make(matrices, vectors);
  for (int epoch = 0; epoch < 2; ++epoch) plain_epoch(network, "cross_entropy", *optimizer, rows);
  return torch::nn::utils::parameters_to_vector(network->parameters()).detach();
}

template <typename Optimizer, typename Options>
void check_groups(Options options) {
  const auto make = [&](std::vector<Tensor> first, std::vector<Tensor> second) {
    return make_grouped<Optimizer>(std::move(first), std::move(second), options);
  };
  for (const std::string text : {"linear 6 8 | tanh | linear 8 3",
                                 "linear 6 70 no_bias | layer_norm 70 | prelu | linear 70 3"}) {
    const auto wanted = plain_after_epochs(text, make);
    for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
      for (const int threads : {1, 2}) {
        INFO(text << ", engine " << static_cast<int>(kind) << ", " << threads << " threads");
        CHECK(relative_difference(after_epochs(text, kind, threads, make), wanted) < 1e-10);
      }
    }
  }
}

}  // namespace

TEST_CASE("Groups of matrices and vectors are stepped each by its own rule, in every engine") {
  check_groups<optim::SGD>(optim::SGDOptions(0.1).momentum(0.9).weight_decay(0.2));
  check_groups<optim::Adam>(optim::AdamOptions(0.02).weight_decay(0.2));
  check_groups<optim::AdamW>(optim::AdamWOptions(0.02).weight_decay(0.5));
  check_groups<optim::RMSprop>(optim::RMSpropOptions(0.01).momentum(0.5).weight_decay(0.2));
  check_groups<optim::Adagrad>(optim::AdagradOptions(0.05).weight_decay(0.2));
}

TEST_CASE("LibTorch's kernels step every group in float32") {
  const auto run = [](const Step& step) {
    auto first = make_parameter(torch::kFloat32), second = make_parameter(torch::kFloat32);
    const auto optimizer =
        make_grouped<optim::AdamW>({first}, {second}, optim::AdamWOptions(0.02).weight_decay(0.5));
    for (int64_t s = 0; s < 10; ++s) {
      for (auto& parameter : {first, second})
        parameter.mutable_grad().copy_(gradient_of_step(s, torch::kFloat32));
      step(*optimizer);
    }
    return torch::cat({first.detach(), second.detach()});
  };
  CHECK(relative_difference(run(take_step), run(kPlain)) < 1e-6);
}

TEST_CASE("An optimizer of other groups than the flat tensors is left to eager") {
  auto network = make_layers("linear 3 2");
  Setup setup(
      network, "cross_entropy",
      [](std::vector<Tensor> flats) {
        return std::make_unique<optim::SGD>(std::move(flats), optim::SGDOptions(0.1));
      },
      EngineKind::kFused, 1, Precision::kFloat32, /*apart=*/true);
  CHECK(setup.choice.engine->name() == "eager");
  CHECK_THAT(setup.choice.reason, ContainsSubstring("the optimizer's groups are not those"));
}
