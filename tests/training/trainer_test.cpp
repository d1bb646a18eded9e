#include "gradus/training/trainer.h"

#include "gradus/core/error.h"
#include "gradus/core/feed_forward.h"
#include "gradus/core/seed.h"
#include "gradus/metrics/accuracy.h"
#include "stack.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "catch.h"

using gradus::data::Dataset;
using namespace gradus::training;

namespace {

/// Two classes, told apart by the sign of the first feature.
Dataset separable(int64_t n = 100) {
  torch::manual_seed(1);
  Dataset dataset;
  dataset.name = "separable";
  dataset.inputs = torch::randn({n, 3});
  dataset.targets = (dataset.inputs.select(1, 0) > 0).to(torch::kInt64);
  dataset.class_names = {"negative", "positive"};
  return dataset;
}

torch::nn::AnyModule linear() {
  gradus::seed_everything(2);
  return torch::nn::AnyModule(torch::nn::Linear(3, 2));
}

Trainer make_trainer(torch::nn::AnyModule model, TrainerOptions options = {}, double rate = 0.05) {
  return Trainer(std::move(model), {"adam", rate, {}}, make_loss("cross_entropy"), options);
}

struct DescribedLinearImpl : torch::nn::LinearImpl, gradus::FeedForward {
  using LinearImpl::LinearImpl;
  std::optional<gradus::FeedForwardLayers> feed_forward_layers() const override {
    return gradus::FeedForwardLayers{gradus::LinearLayer{weight, bias}};
  }
};
TORCH_MODULE(DescribedLinear);

struct Recorder : Callback {
  std::vector<std::string> events;
  int64_t stop_at_step = 0;
  double seen_loss = 0;
  void on_fit_start(const FitStart& e) override {
    events.push_back("fit " + std::to_string(e.steps_per_epoch));
  }
  void on_epoch_start(const EpochStart& e) override {
    events.push_back("epoch " + std::to_string(e.epoch));
  }
  void on_step_end(const StepEnd& e) override {
    events.push_back("step " + std::to_string(e.step) + "/" + std::to_string(e.examples));
    seen_loss = e.mean_loss();
    if (e.step == stop_at_step) e.stop.ask("enough");
  }
  void on_epoch_end(const EpochEnd& e) override {
    events.push_back("end " + std::to_string(e.record.epoch));
  }
  void on_fit_end(const FitEnd& e) override { events.push_back("fit end " + e.stop.reason); }
};

}  // namespace

TEST_CASE("Training learns a separable problem and reports it") {
  const auto train = separable(), validation = separable(40);
  auto trainer = make_trainer(linear(), TrainerOptions().epochs(30).batch_size(10));
  trainer.add(std::make_shared<gradus::metrics::Accuracy>());
  const auto history = trainer.fit(train, &validation);
  REQUIRE(history.epochs.size() == 30);
  CHECK(history.epochs.back().train_loss < history.epochs.front().train_loss);
  CHECK(history.epochs.back().train_metrics.at(0).second > 0.95);
  CHECK(history.epochs.back().examples == 100);
  REQUIRE(history.epochs.back().validation_loss.has_value());
  CHECK(history.epochs.back().validation_metrics.at(0).first == "accuracy");
}

TEST_CASE("Evaluation gives the outputs in the data's order and the loss of them") {
  const auto dataset = separable(2500);
  auto model = linear();
  auto trainer = make_trainer(model);
  const auto report = trainer.evaluate(dataset);
  const torch::NoGradGuard no_grad;
  CHECK(torch::allclose(report.outputs, model.forward(dataset.inputs)));
  CHECK(report.loss ==
        Approx(make_loss("cross_entropy").function(report.outputs, dataset.targets).item<double>())
            .epsilon(1e-5));
}

TEST_CASE("Evaluation is of the weights as they are, whoever trained them") {
  // One that the fused engine computes, from memory of the trainer's own.
  torch::nn::AnyModule model{DescribedLinear(3, 2)};
  auto first = make_trainer(model), second = make_trainer(model, {}, 0.5);
  REQUIRE(first.engine_reason().empty());
  second.fit(separable());
  const torch::NoGradGuard no_grad;
  CHECK(torch::allclose(first.evaluate(separable()).outputs, model.forward(separable().inputs)));
}

TEST_CASE("Evaluation leaves dropout and batch statistics out") {
  Stack network;
  network->push_back(torch::nn::BatchNorm1d(3));
  network->push_back(torch::nn::Dropout(0.5));
  network->push_back(torch::nn::Linear(3, 2));
  auto trainer = make_trainer(torch::nn::AnyModule(network));
  const auto first = trainer.evaluate(separable()).outputs;
  CHECK(torch::equal(first, trainer.evaluate(separable()).outputs));
  CHECK(network->named_buffers()["0.num_batches_tracked"].item<int64_t>() == 0);
}

TEST_CASE("Callbacks hear the events in order, the short last batch included") {
  auto recorder = std::make_shared<Recorder>();
  auto trainer = make_trainer(linear(), TrainerOptions().epochs(1).batch_size(40));
  trainer.add(recorder);
  trainer.fit(separable());
  CHECK(recorder->events == std::vector<std::string>{"fit 3", "epoch 1", "step 1/40", "step 2/80",
                                                     "step 3/100", "end 1", "fit end "});
  CHECK(recorder->seen_loss > 0);
}

TEST_CASE("A callback can stop the training after the step under way") {
  auto recorder = std::make_shared<Recorder>();
  recorder->stop_at_step = 2;
  auto trainer = make_trainer(linear(), TrainerOptions().epochs(5).batch_size(40));
  trainer.add(recorder);
  const auto history = trainer.fit(separable());
  REQUIRE(history.epochs.size() == 1);
  CHECK(history.epochs[0].examples == 80);
  CHECK(recorder->events.back() == "fit end enough");
}

TEST_CASE("The same seed gives the same weights bit for bit, another order others") {
  const auto weights_after = [](uint64_t seed) {
    auto model = linear();
    make_trainer(model, TrainerOptions().epochs(2).batch_size(7).seed(seed)).fit(separable());
    return model.ptr()->parameters().front().detach().clone();
  };
  CHECK(torch::equal(weights_after(5), weights_after(5)));
  CHECK_FALSE(torch::equal(weights_after(5), weights_after(6)));
}

TEST_CASE("A loss that becomes non-finite stops the run with the step, the loss and the gradient") {
  auto dataset = separable();
  dataset.inputs *= 1e36;
  CHECK_THROWS_MESSAGE(
      make_trainer(linear(), TrainerOptions().epochs(5).batch_size(10), 1e6).fit(dataset),
      gradus::DivergedError, "training diverged in epoch 1, step 2: loss = ");
  CHECK_THROWS_MESSAGE(
      make_trainer(linear(), TrainerOptions().epochs(5).batch_size(10), 1e6).fit(dataset),
      gradus::DivergedError, "largest gradient");
  CHECK_THROWS_MESSAGE(
      make_trainer(linear(), TrainerOptions().epochs(5).batch_size(10), 1e6).fit(dataset),
      gradus::DivergedError,
      "the learning rate was 1e+06: try a smaller one (--lr 1e+05) or clipped gradients "
      "(--clip-norm 1), and look for extreme values in the data");
}

TEST_CASE(
    "Weights that the very last step made infinite are an error, with and without validation") {
  auto dataset = separable();
  dataset.inputs *= 1e36;
  const auto one_step = [] {
    return Trainer(linear(), {"sgd", 1e6, {}}, make_loss("cross_entropy"),
                   TrainerOptions().epochs(1).batch_size(100));
  };
  CHECK_THROWS_MESSAGE(one_step().fit(dataset), gradus::DivergedError,
                       "in its last step: the weights in weight are not finite; the learning rate");
  CHECK_THROWS_AS(one_step().fit(dataset, &dataset), gradus::DivergedError);
}

TEST_CASE("A validation loss that is not finite does not end the training") {
  auto validation = separable(10);
  validation.inputs[3][1] = std::numeric_limits<float>::infinity();
  const auto history =
      make_trainer(linear(), TrainerOptions().epochs(2)).fit(separable(), &validation);
  REQUIRE(history.epochs.size() == 2);
  CHECK_FALSE(std::isfinite(*history.epochs.back().validation_loss));
  CHECK(std::isfinite(history.epochs.back().train_loss));
}

TEST_CASE("Options out of range are refused with the value") {
  CHECK_THROWS_MESSAGE(make_trainer(linear(), TrainerOptions().epochs(0)), gradus::UsageError,
                       "epochs = 0: expected 1 to");
  CHECK_THROWS_MESSAGE(make_trainer(linear(), TrainerOptions().batch_size(-3)), gradus::UsageError,
                       "batch size = -3");
  CHECK_THROWS_MESSAGE(make_trainer(linear()).fit(Dataset{}), gradus::DataError, "no examples");
}

TEST_CASE("A batch larger than the data, and data of one example, train") {
  CHECK_NOTHROW(
      make_trainer(linear(), TrainerOptions().epochs(1).batch_size(1000)).fit(separable()));
  CHECK_NOTHROW(make_trainer(linear(), TrainerOptions().epochs(1)).fit(separable(1)));
}
