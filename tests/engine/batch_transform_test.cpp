// Batches that are changed before a model sees them.
#include "gradus/engine/batch_transform.h"

#include "networks.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/utils/convert_parameters.h>
#include <torch/optim/lbfgs.h>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;

namespace {

/// Adds the epoch and a tenth of the step to all inputs.
class Shift : public BatchTransform {
 public:
  std::string name() const override { return "shift"; }
  void apply(Tensor& inputs, Tensor& targets, int64_t epoch, int64_t step) override {
    CHECK_FALSE(torch::GradMode::is_enabled());
    CHECK(inputs.is_floating_point());
    CHECK(targets.size(0) == inputs.size(0));
    inputs.add_(static_cast<double>(epoch) + 0.1 * static_cast<double>(step));
    ++calls;
  }
  int calls = 0;
};

/// Classes as probabilities, and twice the inputs in memory of their own.
class Spread : public BatchTransform {
 public:
  std::string name() const override { return "spread"; }
  void apply(Tensor& inputs, Tensor& targets, int64_t, int64_t) override {
    inputs = inputs * 2;
    targets = 0.8 * torch::one_hot(targets, 3).to(inputs.scalar_type()) + 0.2 / 3;
  }
};

Layers make_network() {
  torch::manual_seed(5);
  return make_layers("linear 4 6 | tanh | linear 6 3");
}

EpochRows make_rows() {
  torch::manual_seed(4);
  auto rows = random_rows(50, 4, 3, "cross_entropy", 16);
  rows.epoch = 3;
  return rows;
}

Tensor weights(const Layers& network) {
  return torch::nn::utils::parameters_to_vector(network->parameters()).detach().clone();
}

}  // namespace

TEST_CASE("Eager trains on the batches that the transforms leave, in their order") {
  const auto rows = make_rows();
  const auto inputs_before = rows.inputs.clone();
  const auto shift = std::make_shared<Shift>();
  Setup setup(make_network(), "cross_entropy", plain_sgd(0.1), EngineKind::kEager);
  setup.transforms = {shift, std::make_shared<Spread>()};
  setup.change_engine(EngineKind::kEager);
  setup.train_epoch(rows);
  CHECK(shift->calls == 4);
  CHECK(torch::equal(rows.inputs, inputs_before));

  auto plain = make_network();
  const auto optimizer = plain_sgd(0.1)(plain->parameters());
  double step = 0;
  for (const auto& order : rows.order.split(16)) {
    optimizer->zero_grad();
    const auto outputs = plain->forward(2 * (rows.inputs.index_select(0, order) + 3 + 0.1 * step));
    const auto classes = torch::one_hot(rows.targets.index_select(0, order), 3);
    torch::nn::functional::cross_entropy(outputs, 0.8 * classes + 0.2 / 3).backward();
    optimizer->step();
    ++step;
  }
  CHECK(relative_difference(weights(setup.network), weights(plain)) < 1e-5);
}

TEST_CASE("LBFGS searches on one changed batch") {
  const auto shift = std::make_shared<Shift>();
  auto network = make_network();
  FlatParameters none({});
  torch::optim::LBFGS optimizer(network->parameters());
  auto choice = make_engine({.kind = EngineKind::kEager,
                             .model = network.ptr(),
                             .forward = [&](const Tensor& x) { return network->forward(x); },
                             .loss_name = "cross_entropy",
                             .loss =
                                 [](const Tensor& outputs, const Tensor& targets) {
                                   return torch::nn::functional::cross_entropy(outputs, targets);
                                 },
                             .parameters = none,
                             .optimizer = optimizer,
                             .device = torch::kCPU,
                             .gradients = {},
                             .transforms = {shift}});
  choice.engine->start_epoch(make_rows());
  choice.engine->step(0);
  CHECK(shift->calls == 1);
}

TEST_CASE("Changed batches and losses with options are trained by eager, which says why") {
  Setup setup(make_network(), "cross_entropy", plain_sgd(0.1));
  CHECK(setup.choice.engine->name() == "fused");
  setup.plain_loss = false;
  setup.change_engine(EngineKind::kAuto);
  CHECK(setup.choice.engine->name() == "eager");
  CHECK(setup.choice.reason == "the loss cross_entropy has class weights or smoothed labels");
  setup.plain_loss = true;
  setup.transforms = {std::make_shared<Shift>(), std::make_shared<Spread>()};
  setup.change_engine(EngineKind::kFused);
  CHECK(setup.choice.engine->name() == "eager");
  CHECK(setup.choice.reason == "batches are changed by shift, spread");
}
