// Which engine is chosen, and what eager does for the models that fused does not cover.
#include "gradus/engine/step_engine.h"

#include "gradus/core/error.h"
#include "gradus/training/losses.h"
#include "networks.h"

#include <ATen/record_function.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/sgd.h>

#include <cmath>
#include <map>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;

namespace {

const std::string kPlainText = "linear 3 4 | tanh | linear 4 2";

/// Asks for the fused engine; eager must be the answer, with this reason.
void check_refused(const EngineRequest& request, const std::string& reason) {
  const auto choice = make_engine(request);
  CHECK(choice.engine->name() == "eager");
  CHECK_THAT(choice.reason, ContainsSubstring(reason));
  CHECK(choice.reason.find('\n') == std::string::npos);
}

void check_refused(Layers network, const std::string& loss, const std::string& reason,
                   const OptimizerFactory& optimizer = plain_sgd(0.1)) {
  Setup setup(std::move(network), loss, optimizer);
  check_refused(setup.request(EngineKind::kFused), reason);
}

template <typename Options>
OptimizerFactory adam(Options options) {
  return [options](std::vector<Tensor> parameters) {
    return std::make_unique<torch::optim::Adam>(parameters, options);
  };
}

}  // namespace

TEST_CASE("Engines have names, and an unknown one lists them nearest first") {
  CHECK(parse_engine("auto") == EngineKind::kAuto);
  CHECK(parse_engine("eager") == EngineKind::kEager);
  CHECK(parse_engine("fused") == EngineKind::kFused);
  CHECK(parse_engine("graph") == EngineKind::kGraph);
  CHECK(engine_names() == std::vector<std::string>{"auto", "eager", "fused", "graph"});
  CHECK_THROWS_MESSAGE(parse_engine("fuse"), gradus::UsageError,
                       "unknown engine 'fuse': did you mean 'fused'? Known: fused, ");
  CHECK_THROWS_MESSAGE(parse_engine("eagre"), gradus::UsageError, "Known: eager, ");
  CHECK_THROWS_AS(parse_engine(""), gradus::UsageError);
}

TEST_CASE("Auto takes the fused engine where it can, and eager is there when asked for") {
  Setup setup(make_layers(kPlainText), "cross_entropy", plain_sgd(0.1));
  for (const auto kind : {EngineKind::kAuto, EngineKind::kFused}) {
    const auto choice = make_engine(setup.request(kind));
    CHECK(choice.engine->name() == "fused");
    CHECK(choice.reason.empty());
  }
  const auto choice = make_engine(setup.request(EngineKind::kEager));
  CHECK(choice.engine->name() == "eager");
  CHECK(choice.reason == "asked for");
}

TEST_CASE("Models that the fused engine cannot read are trained by eager, which says why") {
  Setup setup(make_layers(kPlainText), "cross_entropy", plain_sgd(0.1));
  auto request = setup.request(EngineKind::kFused);
  request.model = torch::nn::Linear(3, 2).ptr();
  check_refused(request, "the model does not say what its layers are");

  auto unknown = make_layers(kPlainText);
  unknown->push_back(torch::nn::Softmax(1));
  check_refused(unknown, "mse", "not of the kinds that the fused engine knows");
  check_refused(make_layers(kPlainText + " | linear 3 2"), "cross_entropy", "widths");
  check_refused(make_layers(kPlainText + " | layer_norm 3"), "cross_entropy", "widths");
}

TEST_CASE("Parameters that are not one trained piece are trained by eager, which says why") {
  check_refused(make_layers(kPlainText, torch::kBFloat16), "cross_entropy",
                "the parameters are of type BFloat16");
  auto mixed = make_layers(kPlainText);
  mixed[2]->to(torch::kFloat64);
  check_refused(mixed, "cross_entropy", "the parameters have several types");

  auto frozen = make_layers(kPlainText);
  frozen->parameters()[0].set_requires_grad(false);
  check_refused(frozen, "cross_entropy", "some parameters are not trained");
  for (auto& parameter : frozen->parameters()) parameter.set_requires_grad(false);
  check_refused(frozen, "cross_entropy", "some parameters are not trained");
}

TEST_CASE("Batch normalization of another type than its figures is trained by eager") {
  auto layers = make_layers("linear 3 4 | batch_norm 4 | linear 4 2");
  for (auto& buffer : layers->buffers()) buffer.set_data(buffer.to(torch::kFloat64));
  check_refused(layers, "cross_entropy", "the running figures of batch normalization");
}

TEST_CASE("A layer that is used twice is trained by eager, which says why") {
  // Its gradient is the sum of two.
  check_refused(make_layers("linear 4 4 | tanh | again 0"), "cross_entropy", "twice");
}

TEST_CASE("Optimizers and losses of their own are left to eager, which says why") {
  const std::string why = "the optimizer evaluates the loss more than once a step, or has options";
  check_refused(make_layers(kPlainText), "cross_entropy", why,
                adam(torch::optim::AdamOptions().amsgrad(true)));
  check_refused(make_layers(kPlainText), "cross_entropy", why, [](std::vector<Tensor> parameters) {
    return std::make_unique<torch::optim::LBFGS>(parameters);
  });
  check_refused(make_layers(kPlainText), "bce", "binary cross-entropy is for one output");
  check_refused(make_layers("linear 3 1"), "cross_entropy", "cross-entropy is for two outputs");

  Setup setup(make_layers(kPlainText), "cross_entropy", plain_sgd(0.1));
  auto custom = setup.request(EngineKind::kFused), elsewhere = setup.request(EngineKind::kFused);
  custom.loss_name = "mine";
  check_refused(custom, "loss 'mine' is not one of ours");
  elsewhere.device = torch::Device("cuda:0");
  check_refused(elsewhere, "the fused engine computes on the CPU, not on cuda:0");
}

TEST_CASE("Eager trains any module as the plain loop does") {
  const std::string text = "linear 3 5 | tanh | linear 5 2";
  torch::manual_seed(3);
  const auto rows = random_rows(50, 3, 2, "cross_entropy", 16);
  auto network = make_layers(text), plain = copy_layers(network, text, torch::kFloat32);
  Setup setup(network, "cross_entropy", adam(torch::optim::AdamOptions(0.01)), EngineKind::kEager);
  torch::optim::Adam optimizer(plain->parameters(), torch::optim::AdamOptions(0.01));
  for (int epoch = 0; epoch < 3; ++epoch) {
    const auto losses = setup.train_epoch(rows);
    const auto wanted = plain_epoch(plain, "cross_entropy", optimizer, rows);
    REQUIRE(losses.size() == 4);
    for (size_t i = 0; i < 4; ++i) CHECK(losses[i] == Approx(wanted[i]).epsilon(1e-5));
  }
}

TEST_CASE("Eager lets LBFGS evaluate the loss as often as it likes") {
  const std::string text = "linear 3 5 | tanh | linear 5 1";
  torch::manual_seed(3);
  const auto rows = random_rows(40, 3, 1, "mse", 40);
  auto network = make_layers(text), plain = copy_layers(network, text, torch::kFloat32);
  FlatParameters none({});
  torch::optim::LBFGS optimizer(network->parameters()), plain_optimizer(plain->parameters());
  const auto loss = gradus::training::make_loss("mse").function;
  auto choice = make_engine({.kind = EngineKind::kAuto,
                             .model = network.ptr(),
                             .forward = [&](const Tensor& x) { return network->forward(x); },
                             .loss_name = "mse",
                             .loss = loss,
                             .parameters = none,
                             .optimizer = optimizer,
                             .device = torch::kCPU,
                             .gradients = {}});
  CHECK(choice.engine->name() == "eager");
  choice.engine->start_epoch(rows);
  const auto result = choice.engine->step(0);
  const auto inputs = rows.inputs.index_select(0, rows.order);
  const auto targets = rows.targets.index_select(0, rows.order);
  const auto wanted = plain_optimizer.step([&] {
    plain_optimizer.zero_grad();
    auto value = loss(plain->forward(inputs), targets);
    value.backward();
    return value;
  });
  CHECK(result.loss.item<double>() == Approx(wanted.item<double>()).epsilon(1e-5));
  CHECK(loss(network->forward(inputs), targets).item<double>() < 0.9 * wanted.item<double>());
  for (size_t i = 0; i < plain->parameters().size(); ++i)
    CHECK(relative_difference(network->parameters()[i], plain->parameters()[i]) < 1e-4);
}

TEST_CASE("Eager predicts without gradients, in batches of its own") {
  Setup setup(make_layers(kPlainText), "cross_entropy", plain_sgd(0.1), EngineKind::kEager);
  setup.network->eval();
  const auto inputs = torch::randn({2500, 3});
  const auto outputs = setup.choice.engine->predict(inputs);
  CHECK_FALSE(outputs.requires_grad());
  CHECK(torch::allclose(outputs, setup.network->forward(inputs)));
  const auto bytes = torch::randint(256, {5, 3}, torch::kUInt8);
  CHECK(torch::allclose(setup.choice.engine->predict(bytes),
                        setup.network->forward(bytes.to(torch::kFloat32) / 255)));
}

TEST_CASE("Eager refuses targets that the model's outputs have no place for") {
  Setup classes(make_layers(kPlainText), "cross_entropy", plain_sgd(0.1), EngineKind::kEager);
  auto rows = random_rows(20, 3, 2, "cross_entropy", 8);
  classes.train_epoch(rows);
  rows.targets = rows.targets.clone();
  rows.targets[13] = 2;
  CHECK_THROWS_MESSAGE(classes.train_epoch(rows), gradus::DataError,
                       "class 2 among the targets: expected 0 to 1");
  rows.targets = rows.targets.clone();
  rows.targets[13] = -1;
  CHECK_THROWS_MESSAGE(classes.train_epoch(rows), gradus::DataError, "class -1 among");

  Setup values(make_layers(kPlainText), "mse", plain_sgd(0.1), EngineKind::kEager);
  const auto one_column = random_rows(20, 3, 1, "mse", 8);
  CHECK_THROWS_MESSAGE(values.train_epoch(one_column), gradus::DataError,
                       "1 target columns do not fit a model of 2 outputs");
  auto request = values.request(EngineKind::kEager);
  request.loss_name = "mine";  // may compare them as it likes
  request.loss = [](const Tensor& outputs, const Tensor& targets) {
    return (outputs - targets).square().mean();
  };
  const auto choice = make_engine(request);
  choice.engine->start_epoch(one_column);
  CHECK(std::isfinite(choice.engine->step(0).loss.item<double>()));
}

namespace {

std::map<std::string, int> counted_marks;

/// How often each part of a step was marked while `work` ran.
template <typename Work>
std::map<std::string, int> marks_of(Work work) {
  counted_marks.clear();
  const auto handle =
      at::addThreadLocalCallback(at::RecordFunctionCallback([](const at::RecordFunction& function) {
                                   ++counted_marks[function.name()];
                                   return std::unique_ptr<at::ObserverContext>();
                                 }).scopes({at::RecordScope::USER_SCOPE}));
  work();
  at::removeCallback(handle);
  return counted_marks;
}

}  // namespace

TEST_CASE("Parts of a step are marked for LibTorch's profiler") {
  using Marks = std::map<std::string, int>;
  const auto rows = random_rows(20, 3, 2, "cross_entropy", 8);
  const auto marks = [&](EngineKind kind, const std::string& text, const GradientRule& rule = {}) {
    Setup setup(make_layers(text), "cross_entropy", plain_sgd(0.1), kind, 2);
    setup.gradients = rule;
    setup.change_engine(kind);
    return marks_of([&] { setup.train_epoch(rows); });
  };
  CHECK(marks(EngineKind::kEager, kPlainText) ==
        Marks{{"gather", 3}, {"forward", 3}, {"backward", 3}, {"optimizer", 3}});
  const std::string large = "linear 3 400 | relu | linear 400 2";
  CHECK(marks(EngineKind::kFused, large) ==
        Marks{{"gather", 3}, {"forward", 3}, {"backward", 3}, {"gradients and optimizer", 3}});
  CHECK(marks(EngineKind::kFused, large, {.accumulate = 2})["optimizer"] == 3);
  Setup tiny(make_layers(kPlainText), "cross_entropy", plain_sgd(0.1));
  tiny.choice.engine->start_epoch(rows);
  CHECK(marks_of([&] { tiny.choice.engine->steps(0, 3); }) == Marks{{"fused steps", 1}});
}
