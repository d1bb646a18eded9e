// A training that goes on from a state ends bit for bit where one that never stopped ends.
#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/metrics/metric.h"
#include "gradus/models/registry.h"
#include "gradus/training/interruption.h"
#include "gradus/training/learning_rate_schedule.h"
#include "gradus/training/trainer.h"

#include <random>

#include "catch.h"

using gradus::CheckpointError;
using gradus::StateMap;
using gradus::data::Dataset;
using gradus::engine::EngineKind;
using namespace gradus::training;

namespace {

constexpr int64_t kRows = 90, kBatch = 16, kSteps = 6, kEpochs = 4;

struct Work {
  std::string model = "mlp:hidden=8,dropout=0.2,normalization=batch";
  OptimizerSpec optimizer;
  std::string loss = "cross_entropy";
  std::string schedule = {};
  int64_t warmup = 0;
  std::vector<std::string> metrics = {"accuracy"};
  EngineKind engine = EngineKind::kAuto;
  TrainerOptions options;
};

Dataset blobs(bool regression) {
  gradus::seed_everything(11);
  Dataset dataset;
  dataset.name = "blobs";
  dataset.inputs = torch::randn({kRows, 5});
  if (regression) {
    dataset.task = gradus::data::Task::kRegression;
    dataset.targets = dataset.inputs.sum(1, true).sin() * 3 + 100;
  } else {
    dataset.targets = (dataset.inputs.sum(1) > 0).to(torch::kInt64);
    dataset.class_names = {"a", "b"};
  }
  return dataset;
}

std::unique_ptr<Trainer> make_trainer(const Work& work) {
  gradus::seed_everything(5);
  const auto named = gradus::NamedSettings::parse(work.model);
  const bool regression = work.loss == "mse";
  auto model = gradus::models::make_model(named.name, {5, regression ? 1 : 2}, named.settings);
  auto options = work.options;
  options.epochs(kEpochs).batch_size(kBatch).threads(1).engine(work.engine);
  auto trainer = std::make_unique<Trainer>(model, work.optimizer, make_loss(work.loss), options);
  for (const auto& name : work.metrics)
    trainer->add(std::shared_ptr<gradus::metrics::Metric>(
        gradus::metrics::make_metric(name, regression ? 1 : 2)));
  if (!work.schedule.empty()) trainer->add(make_schedule(work.schedule, work.warmup));
  return trainer;
}

/// Keeps the state of one moment and, where asked for, stops there.
struct Keeper : Callback {
  Keeper(const Trainer& of, int64_t at_epoch, int64_t at_step, bool stops)
      : trainer(of), epoch(at_epoch), step(at_step), interrupts(stops) {}
  void on_step_end(const StepEnd& event) override {
    if (event.epoch != epoch || event.step != step) return;
    kept = trainer.state();
    if (interrupts) event.stop.interrupt("as a test");
  }
  void on_epoch_end(const EpochEnd& event) override {
    if (event.record.epoch + 1 == epoch && step == 0) kept = trainer.state();
  }
  const Trainer& trainer;
  int64_t epoch, step;
  bool interrupts;
  StateMap kept;
};

/// Names of what differs; seconds always do.
std::vector<std::string> differences(const StateMap& a, const StateMap& b) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : a) {
    if (name == "trainer.seconds") continue;
    const auto found = b.find(name);
    if (found == b.end()) {
      names.push_back(name);
      continue;
    }
    auto left = tensor, right = found->second;
    if (name == "history.numbers") {
      constexpr int64_t kSecondsColumn = 3;
      left = left.clone();
      right = right.clone();
      left.select(1, kSecondsColumn).zero_();
      right.select(1, kSecondsColumn).zero_();
    }
    const bool same = left.sizes() == right.sizes() && left.scalar_type() == right.scalar_type() &&
                      std::memcmp(left.contiguous().const_data_ptr(),
                                  right.contiguous().const_data_ptr(), left.nbytes()) == 0;
    if (!same) names.push_back(name);
  }
  for (const auto& [name, tensor] : b)
    if (!a.contains(name)) names.push_back(name);
  return names;
}

StateMap whole(const Work& work) {
  const auto data = blobs(work.loss == "mse");
  const auto trainer = make_trainer(work);
  trainer->fit(data, &data);
  return trainer->state();
}

/// Stops at a moment and goes on in a new trainer, `then`'s.
StateMap broken(const Work& work, const Work& then, int64_t epoch, int64_t step) {
  const auto data = blobs(work.loss == "mse");
  const auto first = make_trainer(work);
  const auto keeper = std::make_shared<Keeper>(*first, epoch, step, step > 0);
  first->add(keeper);
  first->fit(data, &data);
  const auto second = make_trainer(then);
  torch::rand({7});  // the generator stands elsewhere
  second->load_state(keeper->kept);
  second->fit(data, &data);
  return second->state();
}

std::vector<OptimizerSpec> optimizers() {
  std::vector<OptimizerSpec> specs;
  for (const char* text : {"sgd:momentum=0.9", "adam", "adamw", "rmsprop:momentum=0.5", "adagrad",
                           "lbfgs:max_iterations=3"}) {
    const auto named = gradus::NamedSettings::parse(text);
    specs.push_back({named.name, 0.01, named.settings});
  }
  return specs;
}

}  // namespace

TEST_CASE("20 resumes within an epoch end bit for bit for each optimizer and engine") {
  std::mt19937 random(3);
  for (const auto& optimizer : optimizers()) {
    for (const auto engine : {EngineKind::kFused, EngineKind::kEager}) {
      Work work;
      work.optimizer = optimizer;
      work.engine = engine;
      const auto expected = whole(work);
      for (int i = 0; i < 10; ++i) {
        const auto epoch = static_cast<int64_t>(random() % kEpochs) + 1;
        const auto step = static_cast<int64_t>(random() % kSteps) + 1;
        INFO(optimizer.name << ", epoch " << epoch << ", step " << step);
        CHECK(differences(broken(work, work, epoch, step), expected).empty());
      }
    }
  }
}

TEST_CASE("A training goes on at the end of an epoch") {
  const Work work;
  const auto expected = whole(work);
  for (int64_t epoch = 2; epoch <= kEpochs + 1; ++epoch)
    CHECK(differences(broken(work, work, epoch, 0), expected).empty());
}

TEST_CASE("Learning rates go on from every step, an epoch's last one included") {
  for (const auto& [schedule, warmup] : std::vector<std::pair<std::string, int64_t>>{
           {"one-cycle", 0}, {"cosine", 4}, {"step:every=1", 9}, {"plateau:patience=0", 14}}) {
    Work work;
    work.schedule = schedule;
    work.warmup = warmup;
    const auto expected = whole(work);
    for (const int64_t epoch : {int64_t{2}, kEpochs}) {
      for (int64_t step = 1; step <= kSteps; ++step) {
        INFO(schedule << ", epoch " << epoch << ", step " << step);
        CHECK(differences(broken(work, work, epoch, step), expected) == std::vector<std::string>{});
      }
    }
  }
}

TEST_CASE("Sums of real numbers go on bit for bit, whoever looked at them") {
  Work work;
  work.loss = "mse";
  work.metrics = {"mse", "mae", "r2"};
  work.model = "mlp:hidden=8";
  const auto expected = whole(work);
  for (int64_t step = 1; step <= kSteps; ++step)
    CHECK(differences(broken(work, work, 2, step), expected).empty());
}

TEST_CASE("Tiny networks, which take many steps at once, go on within an epoch") {
  Work work;
  work.model = "mlp:hidden=4";
  const auto expected = whole(work);
  for (const int64_t step : {1, 5, 6})
    CHECK(differences(broken(work, work, 3, step), expected).empty());
}

TEST_CASE("Groups, float64 and clipped, accumulated gradients go on") {
  Work work;
  work.optimizer = {"adamw", 0.01, gradus::Settings::parse("weight_decay=0.1"), false};
  work.options.precision(gradus::engine::Precision::kFloat64);
  work.options.gradients({.accumulate = 2, .clip_norm = 0.5, .clip_value = 0});
  for (const auto engine : {EngineKind::kFused, EngineKind::kEager}) {
    work.engine = engine;
    const auto expected = whole(work);
    for (int64_t step = 1; step <= kSteps; ++step)
      CHECK(differences(broken(work, work, 2, step), expected).empty());
  }
}

TEST_CASE("A training begun by one engine goes on by another") {
  Work fused, eager;
  fused.model = eager.model = "mlp:hidden=8";
  eager.engine = EngineKind::kEager;
  const auto one = whole(fused), two = broken(fused, eager, 2, 3);
  for (const auto& [name, tensor] : one) {
    if (!name.starts_with("model.")) continue;
    CHECK(torch::allclose(tensor, two.at(name), 1e-4, 1e-5));
  }
}

TEST_CASE("More epochs go on after the last") {
  Work work;
  const auto data = blobs(false);
  const auto trainer = make_trainer(work);
  trainer->fit(data);
  const auto state = trainer->state();
  auto longer = work;
  const auto second = make_trainer(longer);
  second->load_state(state);
  CHECK(second->fit(data).epochs.size() == kEpochs);  // nothing left to do
}

TEST_CASE("A state of another model, optimizer or metric is refused and changes nothing") {
  const Work work;
  const auto data = blobs(false);
  const auto trainer = make_trainer(work);
  const auto keeper = std::make_shared<Keeper>(*trainer, 2, 3, true);
  trainer->add(keeper);
  trainer->fit(data);

  Work other = work;
  other.optimizer.name = "sgd";
  const auto sgd = make_trainer(other);
  CHECK_THROWS_WITH(sgd->load_state(keeper->kept),
                    "the checkpoint's optimizer is 'adam', this training's 'sgd'");

  Work wider = work;
  wider.model = "mlp:hidden=9,dropout=0.2,normalization=batch";
  const auto wide = make_trainer(wider);
  const auto before = wide->state();
  CHECK_THROWS_AS(wide->load_state(keeper->kept), CheckpointError);
  CHECK(differences(wide->state(), before).empty());

  Work measured = work;
  measured.metrics = {"macro_f1"};
  const auto metric = make_trainer(measured);
  metric->load_state(keeper->kept);
  CHECK_THROWS_WITH(metric->fit(data), "metric 1 is 'accuracy', expected 'macro_f1'");

  auto cut = keeper->kept;
  cut.erase("optimizer.exp_avg.layers.0.weight");
  for (const auto& [name, tensor] : keeper->kept)
    if (name.starts_with("optimizer.exp_avg.") && name.ends_with(".bias")) cut.erase(name);
  CHECK_THROWS_AS(make_trainer(work)->load_state(cut), CheckpointError);
}
