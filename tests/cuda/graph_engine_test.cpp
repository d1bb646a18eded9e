// The graph engine on a card against eager there. What needs no card is in tests/engine.
#include "graph_engine.h"

#include "card.h"
#include "engine_pair.h"

#include <torch/nn/functional/loss.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;
namespace optim = torch::optim;

namespace {

/// Another word than has_card's, which would mark all tests of this program as skipped.
bool has_graphs() {
  if (!has_card()) return false;
  if (make_cuda_recording(torch::Device("cuda:0"))) return true;
  std::puts("left out: gradus was built without CUDA graphs");
  return false;
}

const std::string kText = "linear 20 64 | relu | linear 64 10";
/// Kernels chosen for other shapes or streams add up in other orders.
constexpr double kTolerance = 1e-4;

struct CardPair : EnginePair {
  CardPair(const std::string& text, const OptimizerFactory& optimizer,
           Precision precision = Precision::kFloat32)
      : EnginePair(text, "cross_entropy", optimizer, torch::Device("cuda:0"), precision) {
    graph.change_engine(EngineKind::kGraph);
    CHECK(graph.choice.engine->name() == "graph");
  }
  /// The engine is still what was asked for.
  void check_captured() const {
    CHECK(graph.choice.engine->fallback_reason() == "");
    CHECK(graph.choice.engine->name() == "graph");
  }
};

EpochRows rows_on_card(int64_t rows, int64_t batch_size) {
  auto made = random_rows(rows, 20, 10, "cross_entropy", batch_size);
  for (auto* tensor : {&made.inputs, &made.targets, &made.order}) *tensor = tensor->cuda();
  return made;
}

/// A model whose forward pass waits for the device.
struct WaitingImpl : torch::nn::Module {
  WaitingImpl() { layers = register_module("layers", make_layers(kText).ptr()); }
  Tensor forward(const Tensor& inputs) {
    const auto outputs = std::dynamic_pointer_cast<LayersImpl>(layers)->forward(inputs);
    return outputs.abs().max().item<float>() > 1e6F ? outputs * 0.5 : outputs;
  }
  std::shared_ptr<torch::nn::Module> layers;
};
TORCH_MODULE(Waiting);

}  // namespace

TEST_CASE("A graph follows eager on the card with every optimizer that can be recorded") {
  if (!has_graphs()) return;
  const std::vector<OptimizerFactory> factories = {
      plain_sgd(0.1),
      factory<optim::SGD>(optim::SGDOptions(0.05).momentum(0.9).nesterov(true)),
      factory<optim::Adam>(optim::AdamOptions(0.01)),
      factory<optim::AdamW>(optim::AdamWOptions(0.01)),
  };
  for (const auto& make : factories) {
    torch::manual_seed(3);
    CardPair pair(kText, make);
    auto rows = rows_on_card(640, 64);
    for (int epoch = 0; epoch < 3; ++epoch) {
      rows.order = torch::randperm(640, rows.order.options());
      pair.check_epoch(rows, kTolerance);
    }
    pair.check_captured();
  }
}

TEST_CASE("On the card, a shorter last batch and a new learning rate are followed too") {
  if (!has_graphs()) return;
  torch::manual_seed(3);
  CardPair pair(kText, factory<optim::Adam>(optim::AdamOptions(0.01)));
  const auto rows = rows_on_card(650, 64);
  for (const double rate : {0.01, 0.003, 0.0}) {
    for (auto* setup : {&pair.graph, &pair.eager})
      setup->optimizer->param_groups().front().options().set_lr(rate);
    pair.check_epoch(rows, kTolerance);
  }
  pair.check_captured();
}

TEST_CASE("On the card, rehearsals leave running figures and random numbers as they were") {
  if (!has_graphs()) return;
  torch::manual_seed(3);
  CardPair pair("linear 20 64 | batch_norm 64 | relu | dropout 0.3 | linear 64 10",
                factory<optim::AdamW>(optim::AdamWOptions(0.01)));
  const auto rows = rows_on_card(640, 64);
  for (int epoch = 0; epoch < 2; ++epoch) pair.check_epoch(rows, kTolerance);
  pair.check_captured();
}

TEST_CASE("On the card, bfloat16 keeps float32 weights and near losses") {
  if (!has_graphs()) return;
  torch::manual_seed(3);
  const auto adam = factory<optim::Adam>(optim::AdamOptions(0.01));
  CardPair pair(kText, adam, Precision::kBFloat16);
  Setup precise(copy_layers(pair.graph.network, kText, torch::kFloat32), "cross_entropy", adam,
                EngineKind::kEager);
  const auto rows = rows_on_card(640, 64);
  const EpochRows on_cpu{rows.inputs.cpu(), rows.targets.cpu(), rows.order.cpu(), rows.batch_size};
  for (int epoch = 0; epoch < 3; ++epoch) {
    const auto losses = pair.graph.train_epoch(rows), wanted = precise.train_epoch(on_cpu);
    for (size_t i = 0; i < wanted.size(); ++i) CHECK(losses[i] == Approx(wanted[i]).epsilon(0.03));
  }
  CHECK(pair.graph.network->parameters().front().scalar_type() == torch::kFloat32);
  pair.check_captured();
}

TEST_CASE("A model that waits for the device is trained by eager, and the device goes on") {
  if (!has_graphs()) return;
  torch::manual_seed(3);
  Waiting model;
  model->to(torch::Device("cuda:0"));
  FlatParameters parameters(model->parameters());
  optim::SGD optimizer(parameters.flats(), optim::SGDOptions(0.1));
  const auto loss = [](const Tensor& outputs, const Tensor& targets) {
    return torch::nn::functional::cross_entropy(outputs, targets);
  };
  const auto choice = make_engine({.kind = EngineKind::kAuto,
                                   .model = model.ptr(),
                                   .forward = [&](const Tensor& x) { return model->forward(x); },
                                   .loss_name = "cross_entropy",
                                   .loss = loss,
                                   .parameters = parameters,
                                   .optimizer = optimizer,
                                   .device = torch::Device("cuda:0"),
                                   .gradients = {}});
  choice.engine->start_epoch(rows_on_card(640, 64));
  const auto first = choice.engine->step(0).loss.item<double>();
  for (int64_t index = 1; index < 10; ++index) choice.engine->step(index);
  CHECK(choice.engine->step(0).loss.item<double>() < first);
  CHECK(choice.engine->name() == "eager");
  CHECK_THAT(std::string(choice.engine->fallback_reason()),
             ContainsSubstring("cannot be captured"));
}

TEST_CASE("A capture that fails half-way leaves the device usable") {
  if (!has_graphs()) return;
  const torch::Device card("cuda:0");
  auto recording = make_cuda_recording(card);
  REQUIRE(recording);
  const auto numbers = torch::ones({1000}, card);
  CHECK_THROWS_AS(recording->capture([&] { numbers.sum().item<float>(); }), c10::Error);
  CHECK(numbers.sum().item<float>() == 1000.0F);
  CHECK(torch::rand({100}, card).max().item<float>() < 1.0F);
  Tensor sum;
  const auto work = [&] { sum = numbers.sum(); };
  recording->rehearse(work);
  recording->capture(work);
  numbers.fill_(2);
  recording->replay();
  CHECK(sum.item<float>() == 2000.0F);
}
