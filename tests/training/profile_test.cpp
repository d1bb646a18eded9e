#include "gradus/training/profile.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/models/mlp.h"
#include "gradus/training/trainer.h"
#include "temp_folder.h"

#include <torch/csrc/autograd/profiler_kineto.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "catch.h"

using namespace gradus::training;
using gradus::engine::EngineKind;

namespace {

gradus::data::Dataset numbers(int64_t rows) {
  const auto generator = gradus::make_generator(1, 1);
  gradus::data::Dataset dataset;
  dataset.name = "numbers";
  dataset.inputs = torch::randn({rows, 200}, generator);
  dataset.targets = torch::arange(rows) % 3;
  dataset.class_names = {"a", "b", "c"};
  return dataset;
}

torch::nn::AnyModule network() {
  gradus::seed_everything(0);
  return torch::nn::AnyModule(
      gradus::models::Mlp(gradus::models::MlpOptions(200, 3).hidden({64, 32})));
}

/// Trains for two epochs of 20 steps.
torch::Tensor train(const std::shared_ptr<Callback>& callback, EngineKind engine) {
  const auto data = numbers(640);
  const auto model = network();
  Trainer trainer(model, {"adam", 0.01, {}}, make_loss("cross_entropy"),
                  TrainerOptions().epochs(2).batch_size(32).engine(engine));
  if (callback) trainer.add(callback);
  trainer.fit(data, &data);
  std::vector<torch::Tensor> weights;
  for (const auto& parameter : model.ptr()->parameters())
    weights.push_back(parameter.detach().flatten());
  return torch::cat(weights).clone();
}

const ProfileRow* find(const std::vector<ProfileRow>& rows, const std::string& name) {
  const auto found = std::ranges::find(rows, name, &ProfileRow::name);
  return found == rows.end() ? nullptr : &*found;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("The parts of a step add up to its time, and each has what it allocated") {
  const auto profile = std::make_shared<Profile>(torch::kCPU, 25);
  train(profile, EngineKind::kEager);
  const auto& figures = profile->figures();
  CHECK(figures.steps == 25);
  CHECK(figures.seconds > 0);
  double seconds = 0;
  int64_t allocated = 0;
  for (const auto& part : figures.parts) {
    CHECK(part.seconds >= 0);
    seconds += part.seconds;
    allocated += part.allocated;
  }
  CHECK(seconds == Approx(figures.seconds));
  CHECK(allocated == figures.allocated);
  for (const char* name : {"gather", "forward", "backward", "optimizer"}) {
    INFO(name);
    REQUIRE(find(figures.parts, name) != nullptr);
    CHECK(find(figures.parts, name)->calls == 25);
    CHECK(find(figures.parts, name)->seconds > 0);
  }
  // At least a batch's rows: 32 of 200 float32.
  CHECK(find(figures.parts, "gather")->allocated >= 25 * 32 * 200 * 4);
  CHECK(figures.growth > 0);
  CHECK(figures.parts.back().name == "everything else");
}

TEST_CASE("Operators have the time without those that they call, the slowest first") {
  const auto profile = std::make_shared<Profile>(torch::kCPU, 10);
  train(profile, EngineKind::kEager);
  const auto& operators = profile->figures().operators;
  REQUIRE(operators.size() > 3);
  CHECK(std::ranges::is_sorted(operators, std::greater(), &ProfileRow::seconds));
  double seconds = 0;
  for (const auto& row : operators) seconds += row.seconds;
  CHECK(seconds <= profile->figures().seconds);
}

TEST_CASE("Training goes on bit for bit as without a profile") {
  for (const auto engine : {EngineKind::kEager, EngineKind::kFused}) {
    const auto profile = std::make_shared<Profile>(torch::kCPU, 5);
    CHECK(torch::equal(train(profile, engine), train(nullptr, engine)));
    CHECK(profile->figures().steps == 5);
    CHECK(profile->step_interval() == Callback::kAnyInterval);  // done: steps may go on together
  }
}

TEST_CASE("A training that ends earlier is followed to its end") {
  const auto profile = std::make_shared<Profile>(torch::kCPU, 500);
  train(profile, EngineKind::kEager);
  CHECK(profile->figures().steps == 30);  // of 40, after 10 to warm up
}

TEST_CASE("The trace holds the steps and their parts, and is written whole or not at all") {
  const gradus::test::TempFolder folder;
  const auto profile = std::make_shared<Profile>(torch::kCPU, 5);
  train(profile, EngineKind::kEager);
  REQUIRE(profile->save_trace(folder.path() / "trace.json"));
  const auto text = text_of(folder.path() / "trace.json");
  for (const char* name : {"\"traceEvents\"", "\"step\"", "\"forward\"", "\"backward\""})
    CHECK_THAT(text, ContainsSubstring(name));
  CHECK_FALSE(profile->save_trace(folder.path() / "again.json"));

  const auto second = std::make_shared<Profile>(torch::kCPU, 5);
  train(second, EngineKind::kEager);
  CHECK_THROWS_MESSAGE(second->save_trace(folder.path() / "missing" / "trace.json"),
                       gradus::RunError, "cannot be written to");
}

TEST_CASE("An exception in the middle of it leaves no profiler behind") {
  struct Failing : Callback {
    void on_step_end(const StepEnd& event) override {
      if (event.step == 15) throw gradus::RunError("stopped");
    }
  };
  {
    const auto data = numbers(640);
    Trainer trainer(network(), {"adam", 0.01, {}}, make_loss("cross_entropy"),
                    TrainerOptions().epochs(2).batch_size(32).engine(EngineKind::kEager));
    trainer.add(std::make_shared<Profile>(torch::kCPU, 25)).add(std::make_shared<Failing>());
    CHECK_THROWS_AS(trainer.fit(data), gradus::RunError);
    CHECK(torch::profiler::impl::profilerEnabled());
  }
  CHECK_FALSE(torch::profiler::impl::profilerEnabled());
}

TEST_CASE("An impossible number of steps is refused") {
  CHECK_THROWS_MESSAGE(Profile(torch::kCPU, 0), gradus::UsageError, "profile of 0 steps");
  CHECK_THROWS_MESSAGE(Profile(torch::kCPU, 10'001), gradus::UsageError, "expected 1 to 10000");
}
