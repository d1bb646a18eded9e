// What every loss, metric and callback must do, built-in or a user's: a new one is tested by being
// registered.
#include "gradus/core/error.h"
#include "gradus/metrics/registry.h"
#include "gradus/training/callback_registry.h"
#include "gradus/training/loss_registry.h"

#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <cmath>

#include "catch.h"

using namespace gradus::training;
using gradus::Settings;
using gradus::metrics::make_metric;
using torch::Tensor;

namespace {

/// Outputs and targets that fit a loss or a metric.
struct Batch {
  Tensor outputs, targets;

  Batch rows(int64_t begin, int64_t count) const {
    return {outputs.narrow(0, begin, count), targets.narrow(0, begin, count)};
  }
};

Batch make_batch(bool regression, int64_t outputs, int64_t rows = 60) {
  torch::manual_seed(1);
  auto scores = torch::randn({rows, outputs}, torch::kFloat64);
  if (regression) return {scores, scores + torch::randn_like(scores)};
  return {scores, torch::randint(0, std::max<int64_t>(outputs, 2), {rows}, torch::kInt64)};
}

Batch batch_for(const LossTraits& traits) {
  return make_batch(traits.regression, traits.outputs == LossOutputs::kOne ? 1 : 3, 8);
}

double value(const Loss& loss, const Batch& batch) {
  return loss.function(batch.outputs, batch.targets).item<double>();
}

template <typename Check>
void for_each_loss(const Check& check) {
  for (const auto& [name, entry] : losses().entries()) {
    INFO("loss " << name);
    check(name, entry.factory.traits);
  }
}

template <typename Check>
void for_each_metric(const Check& check) {
  for (const auto& [name, entry] : gradus::metrics::registry().entries()) {
    INFO("metric " << name);
    check(name, make_batch(entry.factory.traits.regression, 5));
  }
}

}  // namespace

TEST_CASE("The examples of a user's own parts are in the registries") {
  CHECK(losses().contains("focal"));
  CHECK(gradus::metrics::registry().contains("matthews"));
  CHECK(callbacks().contains("growth"));
}

TEST_CASE("Every loss is a mean over examples, in the outputs' type") {
  for_each_loss([](const std::string& name, const LossTraits& traits) {
    const auto loss = make_loss(name);
    const auto batch = batch_for(traits);
    const auto whole = loss.function(batch.outputs, batch.targets);
    CHECK(whole.dim() == 0);
    CHECK(whole.scalar_type() == torch::kFloat64);
    const double halves = (value(loss, batch.rows(0, 4)) + value(loss, batch.rows(4, 4))) / 2;
    CHECK(whole.item<double>() == Approx(halves).epsilon(1e-12));
  });
}

TEST_CASE("Every loss has the gradients of finite differences") {
  for_each_loss([](const std::string& name, const LossTraits& traits) {
    constexpr double kStep = 1e-6;
    const auto loss = make_loss(name);
    auto batch = batch_for(traits);
    batch.outputs.requires_grad_();
    loss.function(batch.outputs, batch.targets).backward();
    const auto gradient = batch.outputs.grad().flatten();
    const torch::NoGradGuard no_gradient;
    const auto outputs = batch.outputs.view(-1);
    for (int64_t i = 0; i < outputs.numel(); ++i) {
      const double here = outputs[i].item<double>();
      outputs[i].fill_(here + kStep);
      const double above = value(loss, batch);
      outputs[i].fill_(here - kStep);
      const double below = value(loss, batch);
      outputs[i].fill_(here);
      CHECK(gradient[i].item<double>() ==
            Approx((above - below) / (2 * kStep)).epsilon(1e-5).margin(1e-8));
    }
  });
}

TEST_CASE("Every loss takes the options that it says it has, and refuses the others") {
  for_each_loss([](const std::string& name, const LossTraits& traits) {
    const auto batch = batch_for(traits);
    LossOptions smooth, weighted;
    smooth.label_smoothing = 0.2;
    weighted.class_weights = torch::tensor({0.5, 3.0, 1.0});
    if (traits.outputs == LossOutputs::kOne)
      weighted.class_weights = weighted.class_weights.narrow(0, 0, 2);
    const double plain = value(make_loss(name), batch);
    const auto check = [&](bool has, const LossOptions& options) {
      if (has) {
        CHECK_FALSE(make_loss(name, options).plain);
        CHECK(value(make_loss(name, options), batch) != plain);
      } else {
        CHECK_THROWS_AS(make_loss(name, options), gradus::UsageError);
      }
    };
    check(traits.label_smoothing, smooth);
    check(traits.class_weights, weighted);
  });
}

TEST_CASE("A loss of classes that takes mixed targets takes the classes' own as probabilities") {
  for_each_loss([](const std::string& name, const LossTraits& traits) {
    if (traits.regression || !traits.mixed_targets) return;
    const auto loss = make_loss(name);
    auto batch = batch_for(traits);
    const double truth = value(loss, batch);
    batch.targets = batch.outputs.size(1) == 1
                        ? batch.targets.to(torch::kFloat64).unsqueeze(1)
                        : torch::one_hot(batch.targets, 3).to(torch::kFloat64);
    CHECK(value(loss, batch) == Approx(truth).epsilon(1e-12));
  });
}

TEST_CASE("Every loss and callback documents its settings and refuses others") {
  const auto check = [](const std::string& name, const auto& settings, const auto& make) {
    CAPTURE(name);
    for (const auto& option : settings(name)) CHECK_FALSE(option.help.empty());
    CHECK_THROWS_AS(make(name + ":no_such_key=1"), gradus::UsageError);
  };
  for (const auto& name : losses().names())
    check(name, loss_settings, [](const std::string& spec) { return make_loss(spec); });
  for (const auto& name : callbacks().names()) check(name, callback_settings, make_callback);
}

TEST_CASE("Every metric is the same in one batch and in several, and forgets by a reset") {
  for_each_metric([](const std::string& name, const Batch& batch) {
    const auto whole = make_metric(name, 5), parts = make_metric(name, 5);
    CHECK(std::isnan(whole->value()));
    whole->update(batch.outputs, batch.targets);
    for (const auto& [begin, count] : {std::pair{0, 17}, {17, 1}, {18, 42}}) {
      const auto part = batch.rows(begin, count);
      parts->update(part.outputs, part.targets);
    }
    CHECK(parts->value() == Approx(whole->value()).epsilon(1e-9));
    whole->reset();
    CHECK(std::isnan(whole->value()));
  });
}

TEST_CASE("Every metric goes on from its state, to the bit") {
  for_each_metric([](const std::string& name, const Batch& batch) {
    const auto whole = make_metric(name, 5), resumed = make_metric(name, 5);
    whole->update(batch.rows(0, 20).outputs, batch.rows(0, 20).targets);
    const auto state = whole->state();
    const double value = whole->value();
    whole->update(batch.rows(20, 40).outputs, batch.rows(20, 40).targets);
    resumed->load_state(state);
    CHECK(resumed->value() == value);
    resumed->update(batch.rows(20, 40).outputs, batch.rows(20, 40).targets);
    CHECK(resumed->value() == whole->value());
    resumed->load_state(make_metric(name, 5)->state());
    CHECK(std::isnan(resumed->value()));
    CHECK_THROWS_AS(resumed->load_state({}), gradus::CheckpointError);
  });
}

TEST_CASE("Every callback takes its state back") {
  for (const auto& name : callbacks().names()) {
    CAPTURE(name);
    torch::nn::Linear model(3, 2);
    torch::optim::SGD optimizer(model->parameters(), 0.1);
    const FitStart start{2, 4, 64, 0, 1, 0, *model, optimizer};
    const auto callback = make_callback(name), other = make_callback(name);
    callback->on_fit_start(start);
    {
      const torch::NoGradGuard no_gradient;
      for (const auto& parameter : model->parameters()) parameter.mul_(3);
    }
    other->on_fit_start(start);
    const auto state = callback->state();
    CHECK(state.empty() == callback->state_name().empty());
    if (state.empty()) continue;
    other->load_state(state);
    const auto again = other->state();
    REQUIRE(again.size() == state.size());
    for (const auto& [key, tensor] : state) CHECK(torch::equal(again.at(key), tensor));
    CHECK_THROWS_AS(other->load_state({}), gradus::CheckpointError);
  }
}
