#include "gradus/training/model_checkpoint.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/models/registry.h"
#include "temporary_folder.h"

#include "catch.h"

namespace fs = std::filesystem;
using gradus::checkpoint::CheckpointFolder;
using gradus::test::TemporaryFolder;
using namespace gradus::training;

namespace {

gradus::data::Dataset blobs() {
  gradus::seed_everything(11);
  gradus::data::Dataset dataset;
  dataset.name = "blobs";
  dataset.inputs = torch::randn({64, 5});
  dataset.targets = (dataset.inputs.sum(1) > 0).to(torch::kInt64);
  dataset.class_names = {"a", "b"};
  return dataset;
}

gradus::checkpoint::SavedModel facts() {
  gradus::checkpoint::SavedModel facts;
  facts.model = "mlp";
  facts.in_features = 5;
  facts.out_features = 2;
  facts.input_shape = {5};
  facts.task = "classification";
  facts.class_names = {"a", "b"};
  return facts;
}

std::unique_ptr<Trainer> make_trainer(int64_t epochs) {
  gradus::seed_everything(5);
  return std::make_unique<Trainer>(
      gradus::models::make_model("mlp", {5, 2}, gradus::Settings::parse("hidden=4")),
      OptimizerSpec{"adam", 0.01, {}}, make_loss("cross_entropy"),
      TrainerOptions().epochs(epochs).batch_size(16).threads(1));
}

std::shared_ptr<ModelCheckpoint> run(const fs::path& folder, ModelCheckpointOptions options,
                                     int64_t epochs = 5) {
  const auto data = blobs();
  const auto trainer = make_trainer(epochs);
  auto saver = std::make_shared<ModelCheckpoint>(*trainer, folder, facts(), options);
  trainer->add(saver);
  trainer->fit(data, &data);
  return saver;
}

}  // namespace

TEST_CASE("Every epoch is saved and the newest are kept beside the best") {
  const TemporaryFolder folder;
  const auto saver = run(folder.path(), {.every_epochs = 1, .every_seconds = 0, .keep = 2});
  const CheckpointFolder checkpoints(folder.path());
  const auto names = checkpoints.names();
  CHECK(names.front() == CheckpointFolder::name_of({5, 0}));
  CHECK(saver->last() == names.front());
  CHECK(names[1] == CheckpointFolder::name_of({4, 0}));
  REQUIRE(checkpoints.best());
  CHECK(checkpoints.best()->monitor == "validation_loss");
  CHECK(checkpoints.load("best").model == "mlp");
  CHECK(names.size() <= 3);
}

TEST_CASE("What was saved goes on, and the best is remembered") {
  const TemporaryFolder folder;
  run(folder.path(), {.every_epochs = 1, .every_seconds = 0, .keep = 9}, 3);
  const auto data = blobs();
  const auto longer = make_trainer(6), whole = make_trainer(6);
  const auto saver = std::make_shared<ModelCheckpoint>(*longer, folder.path(), facts());
  longer->add(saver);
  longer->load_state(training_state(CheckpointFolder(folder.path()).load()));
  const auto history = longer->fit(data, &data);
  const auto expected = whole->fit(data, &data);
  REQUIRE(history.epochs.size() == 6);
  for (size_t i = 0; i < 6; ++i)
    CHECK(history.epochs[i].train_loss == expected.epochs[i].train_loss);
}

TEST_CASE("As often as it pays means at the first epoch and at the end of a short training") {
  const TemporaryFolder folder;
  run(folder.path(), {});
  const auto names = CheckpointFolder(folder.path()).names();
  CHECK(names.front() == CheckpointFolder::name_of({5, 0}));
}

TEST_CASE("Seconds save within epochs") {
  const TemporaryFolder folder;
  run(folder.path(), {.every_epochs = 0, .every_seconds = 1e-9, .keep = 100}, 2);
  const auto names = CheckpointFolder(folder.path()).names();
  CHECK(names.size() > 2);
}

TEST_CASE("A folder that cannot be written ends the training with one line") {
  const TemporaryFolder folder;
  gradus::test::write_bytes(folder / "checkpoints", "a file in the way");
  CHECK_THROWS_AS(run(folder.path(), {.every_epochs = 1}), gradus::RunError);
}

TEST_CASE("Options out of range are refused") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(run(folder.path(), {.every_epochs = -1}), gradus::UsageError);
  CHECK_THROWS_AS(run(folder.path(), {.every_epochs = 0, .every_seconds = -1}), gradus::UsageError);
  CHECK_THROWS_AS(run(folder.path(), {.every_epochs = 0, .every_seconds = 0, .keep = 0}),
                  gradus::UsageError);
}

TEST_CASE("A model saved without its training cannot go on") {
  CHECK_THROWS_AS(training_state(facts()), gradus::CheckpointError);
}
