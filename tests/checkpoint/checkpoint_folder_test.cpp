#include "gradus/checkpoint/checkpoint_folder.h"

#include "gradus/core/error.h"
#include "temporary_folder.h"

#include "catch.h"

namespace fs = std::filesystem;
using namespace gradus::checkpoint;
using gradus::CheckpointError;
using gradus::test::TemporaryFolder;
using gradus::test::write_bytes;

namespace {

SavedModel model_with(float value) {
  SavedModel saved;
  saved.model = "mlp";
  saved.in_features = saved.out_features = 1;
  saved.input_shape = {1};
  saved.state = {{"w", torch::full({1}, value)}};
  saved.training = {{"trainer.epoch", torch::full({}, 3, torch::kInt64)}};
  return saved;
}

std::string name(int64_t epochs) {
  return CheckpointFolder::name_of({epochs, 0});
}

float value_of(const SavedModel& saved) {
  return saved.state.at("w").item<float>();
}

}  // namespace

TEST_CASE("Names sort by position") {
  CHECK(CheckpointFolder::name_of({2, 7}) == "epoch-0000002-step-000000007");
  CHECK(CheckpointFolder::name_of({9, 99999}) < CheckpointFolder::name_of({10, 0}));
}

TEST_CASE("The last, the best and any other checkpoint come back whole") {
  const TemporaryFolder run;
  const CheckpointFolder folder(run.path());
  for (int64_t epoch = 1; epoch <= 3; ++epoch)
    folder.save(name(epoch), model_with(static_cast<float>(epoch)));
  folder.set_best({name(2), "validation_loss", 0.25});
  CHECK(value_of(folder.load()) == 3);
  CHECK(value_of(folder.load("best")) == 2);
  CHECK(value_of(folder.load(name(1))) == 1);
  CHECK(folder.load().training.contains("trainer.epoch"));
  CHECK(folder.best()->value == 0.25);
  CHECK_THROWS_AS(folder.load("epoch-9"), CheckpointError);
}

TEST_CASE("The newest and the best are kept, and half-written ones go") {
  const TemporaryFolder run;
  const CheckpointFolder folder(run.path());
  for (int64_t epoch = 1; epoch <= 5; ++epoch) folder.save(name(epoch), model_with(1));
  folder.set_best({name(1), "accuracy", 0.5});
  fs::create_directories(folder.path() / ".epoch-0000006.1-new");
  folder.prune(2);
  CHECK(folder.names() == std::vector{name(5), name(4), name(1)});
  CHECK_FALSE(fs::exists(folder.path() / ".epoch-0000006.1-new"));
}

TEST_CASE("One of the same name takes its place") {
  const TemporaryFolder run;
  const CheckpointFolder folder(run.path());
  folder.save(name(1), model_with(1));
  folder.save(name(1), model_with(2));
  CHECK(value_of(folder.load()) == 2);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("A damaged checkpoint is refused and the one before offered") {
  const TemporaryFolder run;
  const CheckpointFolder folder(run.path());
  folder.save(name(1), model_with(1));
  folder.save(name(2), model_with(2));
  const auto file = folder.path() / name(2) / "training.safetensors";
  auto bytes = gradus::test::read_bytes(file);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_bytes(file, bytes);
  CHECK_THROWS_WITH(folder.load(), Catch::Contains("was altered") && Catch::Contains(name(1)) &&
                                       Catch::Contains("is whole"));
  CHECK(value_of(folder.load(name(1))) == 1);
}

TEST_CASE("A run without checkpoints, and a best that is not one, are told") {
  const TemporaryFolder run;
  const CheckpointFolder folder(run.path());
  CHECK_THROWS_WITH(folder.load(), Catch::Contains("holds no checkpoint"));
  folder.save(name(1), model_with(1));
  CHECK_THROWS_WITH(folder.load("best"), Catch::Contains("nothing was monitored"));
  write_bytes(folder.path() / "best.json",
              "{\"checkpoint\": \"../../x\", \"monitor\": \"m\", \"value\": 1}");
  CHECK_THROWS_AS(folder.load("best"), CheckpointError);
  write_bytes(folder.path() / "best.json", "[1]");
  CHECK_THROWS_AS(folder.load("best"), CheckpointError);
}
