#include "gradus/training/schedule.h"

#include "gradus/core/error.h"
#include "gradus/training/learning_rate_schedule.h"
#include "scripted_training.h"
#include "small_task.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <algorithm>
#include <cmath>

#include "catch.h"

using namespace gradus;
using namespace gradus::training;

namespace {

struct RateCase {
  std::string spec;
  int64_t steps_per_epoch, epochs;
  std::vector<double> rates;
};
struct PlateauCase {
  std::string spec;
  std::vector<double> rates;
};
#include "schedules_oracle.inc"

SchedulePlan plan(const std::string& spec) {
  return make_schedule_plan(NamedSettings::parse(spec));
}

/// A model and an optimizer whose second group has half the rate of the first.
struct TwoGroups {
  torch::nn::Linear model{torch::nn::LinearOptions(1, 1)};
  torch::optim::SGD optimizer;

  explicit TwoGroups(double rate)
      : optimizer({group(model->weight, rate), group(model->bias, rate / 2)},
                  torch::optim::SGDOptions(rate)) {}
  static torch::optim::OptimizerParamGroup group(const torch::Tensor& parameter, double rate) {
    return {{parameter}, std::make_unique<torch::optim::SGDOptions>(rate)};
  }
  double rate(size_t group) { return optimizer.param_groups()[group].options().get_lr(); }
};

/// The rates in effect at each step of a training that goes on after `done` steps.
std::vector<double> rates_of(Callback& callback, TwoGroups& groups, const RateCase& of,
                             int64_t done = 0, const StateMap& state = {}) {
  test::ScriptedTraining training(callback, *groups.model, groups.optimizer, of.steps_per_epoch,
                                  of.epochs);
  training.start(1 + done / of.steps_per_epoch, done % of.steps_per_epoch);
  if (!state.empty()) callback.load_state(state);
  std::vector<double> rates;
  const auto total = static_cast<int64_t>(of.rates.size());
  for (int64_t step = done; step < total; ++step) {
    const int64_t epoch = step / of.steps_per_epoch + 1, within = step % of.steps_per_epoch;
    if (within == 0 || step == done) training.begin_epoch(epoch, within);
    rates.push_back(groups.rate(0));
    CHECK(groups.rate(1) == Approx(groups.rate(0) / 2).epsilon(1e-14));
    training.end_step(epoch, within + 1);
  }
  training.end();
  return rates;
}

void check_rates(const std::vector<double>& rates, const RateCase& expected, size_t first = 0) {
  REQUIRE(rates.size() == expected.rates.size() - first);
  for (size_t i = 0; i < rates.size(); ++i) {
    INFO(expected.spec << " at step " << i + first);
    CHECK(std::abs(rates[i] / expected.rates[i + first] - 1) < 1e-12);
  }
}

/// Notes the rate with which each step was taken; to be added before the schedule.
struct RateLog : Callback {
  torch::optim::Optimizer* optimizer = nullptr;
  std::vector<double> rates;
  void on_fit_start(const FitStart& event) override { optimizer = &event.optimizer; }
  void on_step_end(const StepEnd&) override {
    rates.push_back(optimizer->param_groups()[0].options().get_lr());
  }
};

}  // namespace

TEST_CASE("Each schedule has the rates of torch.optim.lr_scheduler, in every group") {
  for (const auto& expected : kRateCases) {
    TwoGroups groups(kBaseRate);
    check_rates(rates_of(*make_schedule(expected.spec), groups, expected), expected);
  }
}

TEST_CASE("A training that goes on has the rate of its very step at once") {
  for (const auto& expected : kRateCases) {
    TwoGroups first(kBaseRate);
    auto schedule = make_schedule(expected.spec);
    rates_of(*schedule, first, expected);
    const auto state = schedule->state();
    TwoGroups second(kBaseRate * 0.123);  // what the schedule had made of the rate
    check_rates(rates_of(*make_schedule(expected.spec), second, expected, 7, state), expected, 7);
  }
}

TEST_CASE("A polynomial and a cosine fall towards their final share") {
  CHECK(plan("polynomial:final=0.2,power=1").factor(75, 10, 10) == Approx(0.2 + 0.8 * 0.25));
  CHECK(plan("cosine:final=0.2").factor(50, 10, 10) == Approx(0.6));
}

TEST_CASE("The shortest trainings have rates") {
  for (const auto& name : schedule_plan_names()) {
    const auto shape = plan(name == "multi-step" ? "multi-step:at=1" : name);
    for (int64_t steps = 1; steps < 12; ++steps) {
      for (int64_t step = 0; step < steps; ++step) {
        const double factor = shape.factor(step, 1, steps);
        CHECK((factor > 0 && factor <= 1 + 1e-12));
      }
    }
  }
}

TEST_CASE("Only a rate that changes from step to step keeps the engine from taking many at once") {
  const auto intervals = [](const std::string& spec) {
    TwoGroups groups(0.1);
    const auto schedule = make_schedule(spec);
    test::ScriptedTraining training(*schedule, *groups.model, groups.optimizer, 10, 3);
    training.start();
    std::vector<bool> one;
    for (int64_t epoch = 1; epoch <= 3; ++epoch) {
      training.begin_epoch(epoch);
      one.push_back(schedule->step_interval() == 1);
    }
    return one;
  };
  CHECK(intervals("step") == std::vector<bool>{false, false, false});
  CHECK(intervals("cosine:per=epoch") == std::vector<bool>{false, false, false});
  CHECK(intervals("cosine") == std::vector<bool>{true, true, true});
  CHECK(intervals("constant:warmup=12") == std::vector<bool>{true, true, false});
  CHECK(intervals("plateau:warmup=10") == std::vector<bool>{true, false, false});
}

TEST_CASE(
    "Every engine takes its steps with the scheduled rates, records them, and ends at the base") {
  const auto train = test::noisy_classes(1, 50);
  for (const auto engine : {engine::EngineKind::kEager, engine::EngineKind::kFused}) {
    Trainer trainer(test::small_network(), {"sgd", 0.3, {}}, make_loss("cross_entropy"),
                    TrainerOptions().epochs(4).batch_size(5).engine(engine));
    const auto log = std::make_shared<RateLog>();
    trainer.add(log).add(make_schedule("cosine"));
    const auto history = trainer.fit(train);
    const auto expected = std::ranges::find(kRateCases, "cosine", &RateCase::spec);
    check_rates(log->rates, *expected);
    CHECK(history.epochs.back().learning_rate == log->rates.back());
    CHECK(learning_rate(*log->optimizer) == 0.3);
  }
}

TEST_CASE("The weights are those of gradient descent by hand with the schedule's rates") {
  const auto train = test::noisy_classes(1, 50);
  const auto linear = [] {
    seed_everything(3);
    return models::Mlp(models::MlpOptions(5, 2).hidden({}));
  };
  auto by_hand = linear();
  const auto shape = plan("polynomial:power=2,warmup=3");
  for (int64_t step = 0; step < 20; ++step) {
    by_hand->zero_grad();
    torch::nn::functional::cross_entropy(by_hand->forward(train.inputs), train.targets).backward();
    const torch::NoGradGuard no_gradient;
    for (auto& parameter : by_hand->parameters())
      parameter -= 2 * shape.factor(step, 1, 20) * parameter.grad();
  }
  for (const auto engine : {engine::EngineKind::kEager, engine::EngineKind::kFused}) {
    auto model = linear();
    Trainer trainer(torch::nn::AnyModule(model), {"sgd", 2.0, {}}, make_loss("cross_entropy"),
                    TrainerOptions().epochs(20).batch_size(50).engine(engine));
    trainer.add(make_schedule("polynomial:power=2,warmup=3")).fit(train);
    for (size_t i = 0; i < by_hand->parameters().size(); ++i)
      CHECK(torch::allclose(model->parameters()[i], by_hand->parameters()[i], 1e-4, 1e-5));
  }
}

TEST_CASE("An interrupted training with a schedule ends as one that never stopped, bit for bit") {
  const auto train = test::noisy_classes(1, 47);
  const auto make = [&](int64_t epoch, int64_t step) {
    Trainer trainer(test::small_network(), {"adam", 0.05, {}}, make_loss("cross_entropy"),
                    TrainerOptions().epochs(5).batch_size(5));
    trainer.add(std::make_shared<test::InterruptAt>(epoch, step))
        .add(make_schedule("one-cycle:start=0.2"));
    return trainer;
  };
  auto whole = make(0, 0);
  whole.fit(train);
  for (const auto& [epoch, step] : {std::pair{1, 1}, {2, 10}, {4, 3}}) {
    auto first = make(epoch, step);
    first.fit(train);
    auto second = make(0, 0);
    second.load_state(first.state());
    second.fit(train);
    CHECK(test::same_weights(second.model(), whole.model()));
  }
}

TEST_CASE("Unknown schedules, settings and values are refused with the candidates") {
  CHECK_THROWS_MESSAGE(make_schedule("cosin"), UsageError,
                       "unknown schedule 'cosin': did you mean 'cosine'?");
  CHECK_THROWS_MESSAGE(make_schedule("plato"), UsageError, "plateau");
  CHECK_THROWS_MESSAGE(make_schedule("cosine:finl=1"), UsageError, "final");
  CHECK_THROWS_MESSAGE(make_schedule("cosine:final=2"), UsageError, "final=2: expected a number");
  CHECK_THROWS_MESSAGE(make_schedule("step:every=0"), UsageError, "every=0");
  CHECK_THROWS_MESSAGE(make_schedule("step:factor=0"), UsageError, "factor=0");
  CHECK_THROWS_MESSAGE(make_schedule("multi-step"), UsageError, "at=none: expected ascending");
  CHECK_THROWS_MESSAGE(make_schedule("multi-step:at=8-3"), UsageError, "at=8-3");
  CHECK_THROWS_MESSAGE(make_schedule("one-cycle:warmup=3"), UsageError, "warm-up of its own");
  CHECK_THROWS_MESSAGE(make_schedule("one-cycle", 3), UsageError, "warm-up of its own");
  CHECK_THROWS_MESSAGE(make_schedule("constant:warmup=-1"), UsageError, "warmup=-1");
  TwoGroups groups(0.1);
  const auto schedule = make_schedule("cosine", 30);
  test::ScriptedTraining training(*schedule, *groups.model, groups.optimizer, 10, 3);
  CHECK_THROWS_MESSAGE((training.start(), 0), UsageError, "a warm-up of 30 steps: expected fewer");
}

TEST_CASE("Base rates of another number of groups are refused") {
  TwoGroups groups(0.1);
  const auto schedule = make_schedule("cosine");
  test::ScriptedTraining training(*schedule, *groups.model, groups.optimizer, 10, 3);
  training.start();
  CHECK_THROWS_MESSAGE(
      (schedule->load_state({{"base_rates", torch::zeros({3}, torch::kFloat64)}}), 0),
      CheckpointError, "expected a Double for each of 2 groups");
}

TEST_CASE("The rate falls on a plateau as torch's ReduceLROnPlateau lets it fall") {
  for (const auto& expected : kPlateauCases) {
    for (const size_t interrupted : {size_t{0}, size_t{9}}) {
      TwoGroups groups(kBaseRate);
      auto plateau = make_schedule(expected.spec);
      for (size_t i = 0; i < kMeasured.size(); ++i) {
        const auto epoch = static_cast<int64_t>(i) + 1;
        if (i == interrupted) {  // the training begins, or another process goes on with it
          const auto state = plateau->state();
          plateau = make_schedule(expected.spec);
          test::ScriptedTraining training(*plateau, *groups.model, groups.optimizer, 3, 20);
          training.start(epoch);
          if (i > 0) plateau->load_state(state);
        } else if (i == 0) {
          test::ScriptedTraining(*plateau, *groups.model, groups.optimizer, 3, 20).start();
        }
        EpochRecord record;
        record.epoch = epoch;
        record.validation_loss = kMeasured[i];
        record.validation_metrics = {{"accuracy", kMeasured[i]}};
        test::ScriptedTraining now(*plateau, *groups.model, groups.optimizer, 3, 20);
        now.end_epoch(record);
        now.begin_epoch(epoch + 1);
        INFO(expected.spec << " after epoch " << epoch);
        CHECK(std::abs(groups.rate(0) / expected.rates[i] - 1) < 1e-12);
        CHECK(groups.rate(1) == Approx(groups.rate(0) / 2).epsilon(1e-14));
      }
    }
  }
}

TEST_CASE("A plateau needs what it monitors, and values in range") {
  TwoGroups groups(0.1);
  const auto plateau = make_schedule("plateau");
  test::ScriptedTraining training(*plateau, *groups.model, groups.optimizer, 3, 20);
  CHECK_THROWS_MESSAGE((training.start(1, 0, 0), 0), UsageError, "needs a validation set");
  CHECK_THROWS_MESSAGE(make_schedule("plateau:factor=1"), UsageError, "factor=1");
  CHECK_THROWS_MESSAGE(make_schedule("plateau:patience=-1"), UsageError, "patience=-1");
  const auto other = make_schedule("plateau:monitor=acuracy");
  test::ScriptedTraining measured(*other, *groups.model, groups.optimizer, 3, 20);
  measured.start();
  EpochRecord record;
  record.validation_loss = 1;
  record.validation_metrics = {{"accuracy", 0.5}};
  CHECK_THROWS_MESSAGE((measured.end_epoch(record), 0), UsageError, "did you mean 'accuracy'");
}
