#include "gradus/report/tensorboard.h"

#include "crc32c.h"
#include "fake_training.h"
#include "gradus/core/error.h"
#include "gradus/report/history_csv.h"
#include "gradus/training/trainer.h"
#include "temporary_folder.h"

#include <torch/nn/modules/linear.h>

#include <cstring>
#include <set>

#include "catch.h"

using namespace gradus::report;
using namespace gradus::test;
namespace fs = std::filesystem;

namespace {

/// The `Event` messages of a file, lengths and checksums verified.
std::vector<std::string> records_of(const fs::path& path) {
  const std::string bytes = read_bytes(path);
  const auto number = [&](size_t at, auto value) {
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  };
  std::vector<std::string> records;
  for (size_t at = 0; at < bytes.size();) {
    const auto length = number(at, uint64_t{});
    REQUIRE(at + length + 16 <= bytes.size());
    REQUIRE(number(at + 8, uint32_t{}) == masked_crc32c(bytes.substr(at, 8)));
    records.push_back(bytes.substr(at + 12, length));
    REQUIRE(number(at + 12 + length, uint32_t{}) == masked_crc32c(records.back()));
    at += length + 16;
  }
  return records;
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.insert(entry.path());
  }
  return {files.begin(), files.end()};
}

bool has(const std::vector<std::string>& records, std::string_view text) {
  return std::ranges::any_of(
      records, [&](const std::string& record) { return record.find(text) != std::string::npos; });
}

gradus::data::Dataset two_classes() {
  gradus::data::Dataset data;
  data.name = "halves";
  data.inputs = torch::rand({90, 6});
  data.targets = data.inputs.sum(1).gt(3).to(torch::kInt64);
  data.class_names = {"low", "high"};
  return data;
}

}  // namespace

TEST_CASE("An event file is a chain of records with checksums that starts a session") {
  const TemporaryFolder folder;
  EventFile file(folder / "run", 3);
  file.add(3, scalar_summary("loss", 0.5));
  CHECK(records_of(file.path()).size() == 2);
  file.flush();
  const auto records = records_of(file.path());
  REQUIRE(records.size() == 3);
  CHECK_THAT(records[0], ContainsSubstring("brain.Event:2"));
  CHECK_THAT(records[1], ContainsSubstring(std::string("\x10\x03\x3a\x02\x08\x01")));
  CHECK_THAT(records[2], ContainsSubstring("loss"));
}

TEST_CASE("Files made within a second are read in the order of their making") {
  const TemporaryFolder folder;
  std::vector<fs::path> made;
  for (int64_t i = 0; i < 12; ++i) made.push_back(EventFile(folder.path(), i).path());
  CHECK(files_of(folder.path()) == made);
}

TEST_CASE("Each epoch is in the files when it ends, training and validation apart") {
  const TemporaryFolder folder;
  FakeTraining training;
  TensorBoard board({.folder = folder.path(),
                     .hyper_parameters = {{"lr", "0.1"}},
                     .texts = {{"model", "two layers"}},
                     .histogram_interval = 4});
  training.start(board, 1);
  CHECK(has(records_of(files_of(folder.path()).front()), "two layers"));
  training.weight().mutable_grad() = torch::ones({2, 4});
  for (int64_t epoch = 1; epoch <= 9; ++epoch) {
    training.end_epoch(board, epoch_record(epoch));
    CHECK(records_of(files_of(folder / "validation").front()).size() ==
          2 + 2 * static_cast<size_t>(epoch));
  }
  training.end(board);
  // Histograms of weights and gradients in epochs 1, 4, 8 and 9.
  CHECK(records_of(files_of(folder / "train").front()).size() == 2 + 9 * 4 + 4 * 2);
  CHECK(has(records_of(files_of(folder.path()).front()), "session_end_info"));
}

TEST_CASE("Without validation, histograms and pictures there are scalars alone") {
  const TemporaryFolder folder;
  FakeTraining training;
  TensorBoard board({.folder = folder.path(), .histogram_interval = 0, .image_shape = {2, 2}});
  training.start(board, 1, 0);
  auto record = epoch_record(1);
  record.validation_loss.reset();
  training.end_epoch(board, record);
  CHECK(records_of(files_of(folder / "train").front()).size() == 2 + 4);
  CHECK_FALSE(fs::exists(folder / "validation"));
  CHECK_THROWS_MESSAGE(TensorBoard({.folder = "x", .histogram_interval = -1}), gradus::UsageError,
                       "-1");
}

TEST_CASE("Every engine leaves gradients for the histograms") {
  for (const auto engine :
       {gradus::engine::EngineKind::kEager, gradus::engine::EngineKind::kAuto}) {
    const TemporaryFolder folder;
    torch::nn::Linear model(6, 2);
    gradus::training::OptimizerSpec sgd;
    sgd.name = "sgd";
    gradus::training::Trainer trainer(
        torch::nn::AnyModule(model), sgd, gradus::training::make_loss("cross_entropy"),
        gradus::training::TrainerOptions().epochs(1).batch_size(16).engine(engine));
    trainer.add(std::make_shared<TensorBoard>(TensorBoardOptions{.folder = folder.path()}));
    trainer.fit(two_classes());
    const auto gradient = model->parameters().front().grad();
    CAPTURE(std::string(trainer.engine_name()));
    REQUIRE(gradient.defined());
    CHECK(gradient.abs().max().item<float>() > 0);
    CHECK(has(records_of(files_of(folder / "train").front()), "gradients/weight"));
  }
}

TEST_CASE("A folder that cannot be written is told when training starts") {
  FakeTraining training;
  TensorBoard board({.folder = "/dev/null/board"});
  CHECK_THROWS_MESSAGE(training.start(board, 1), gradus::RunError, "/dev/null/board");
}

// Run by tensorboard_reads_test.py, which names the folder and reads back what is written here.
TEST_CASE("Write a training that was resumed", "[.tensorboard]") {
  const char* target = std::getenv("GRADUS_TENSORBOARD_FOLDER");
  REQUIRE(target != nullptr);
  const TensorBoardOptions options{
      .folder = fs::path(target) / "board",
      .hyper_parameters = {{"lr", "0.125"}, {"activation", "relu"}, {"hidden", "256,128"}},
      .texts = {{"model", "| layer | shape |\n|---|---|\n| Linear | [N, 2] |\n"}},
      .image_shape = {2, 2}};
  gradus::training::History history;
  FakeTraining training;
  const auto epoch = [&](TensorBoard& board, int64_t number, double shift) {
    training.weight().mutable_grad() = torch::full({2, 4}, 0.25 * double(number));
    auto record = epoch_record(number);
    record.train_loss += shift;
    training.end_epoch(board, record);
    return record;
  };
  TensorBoard killed(options);
  training.start(killed, 1);
  for (int64_t n = 1; n <= 5; ++n) {
    const auto record = epoch(killed, n, 0);
    if (n <= 3) history.epochs.push_back(record);
  }
  TensorBoard resumed(options);
  training.start(resumed, 4);
  for (int64_t n = 4; n <= 6; ++n) history.epochs.push_back(epoch(resumed, n, 0.0625));
  training.end(resumed);
  std::ofstream(fs::path(target) / "history.csv") << history_csv(history);
}
