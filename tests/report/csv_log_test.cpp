#include "gradus/report/csv_log.h"

#include "fake_training.h"
#include "gradus/core/error.h"
#include "gradus/report/history_csv.h"
#include "temporary_folder.h"

#include "catch.h"

using namespace gradus::report;
using namespace gradus::test;
using gradus::RunError;
using gradus::UsageError;

namespace {

std::string csv_of(const std::vector<int64_t>& epochs) {
  gradus::training::History history;
  for (const int64_t epoch : epochs) history.epochs.push_back(epoch_record(epoch));
  return history_csv(history);
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("A CSV log has the history's own lines after every epoch") {
  const TemporaryFolder folder;
  FakeTraining training;
  CsvLog log(folder / "logs/history.csv");
  training.start(log, 1);
  for (int64_t epoch = 1; epoch <= 3; ++epoch) {
    training.end_epoch(log, epoch_record(epoch));
    CHECK(read_bytes(folder / "logs/history.csv") == csv_of(epoch == 1 ? std::vector<int64_t>{1}
                                                            : epoch == 2
                                                                ? std::vector<int64_t>{1, 2}
                                                                : std::vector<int64_t>{1, 2, 3}));
  }
}

TEST_CASE("A resumed CSV log goes on after the epochs of the checkpoint") {
  const TemporaryFolder folder;
  const auto path = folder / "log.csv";
  FakeTraining training;
  // Killed in the fifth line; the checkpoint holds two epochs.
  write(path, csv_of({1, 2, 3, 4}) + "5,0.2");
  CsvLog log(path);
  training.start(log, 3);
  CHECK(read_bytes(path) == csv_of({1, 2}));
  training.end_epoch(log, epoch_record(3));
  CHECK(read_bytes(path) == csv_of({1, 2, 3}));
  // A training from the beginning starts the log anew.
  CsvLog again(path);
  training.start(again, 1);
  CHECK(read_bytes(path).empty());
}

TEST_CASE("An interrupted epoch leaves cells empty and the columns as they are") {
  const TemporaryFolder folder;
  FakeTraining training;
  CsvLog log(folder / "log.csv");
  training.start(log, 1);
  auto record = epoch_record(1);
  record.validation_loss.reset();
  record.validation_metrics.clear();
  training.end_epoch(log, record);
  training.end_epoch(log, epoch_record(2));
  const auto text = read_bytes(folder / "log.csv");
  CHECK_THAT(text, StartsWith("epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,"
                              "learning_rate,seconds,examples\n1,1,0,,,0.01,2,9\n2,0.5,"));
}

TEST_CASE("A CSV log leaves foreign files alone and tells of a full disk") {
  const TemporaryFolder folder;
  const auto path = folder / "data.csv";
  FakeTraining training;
  write(path, "epoch,price\n1,2\n");
  CsvLog foreign(path);
  CHECK_THROWS_MESSAGE(training.start(foreign, 1), UsageError, "data.csv");
  CHECK(read_bytes(path) == "epoch,price\n1,2\n");

  write(path, "epoch,train_loss,validation_loss,learning_rate,seconds,examples\n1,1,,0.1,2,9\n");
  CsvLog other(path);
  training.start(other, 2);
  CHECK_THROWS_MESSAGE(training.end_epoch(other, epoch_record(2)), UsageError, "other columns");

  CsvLog full("/dev/full");
  training.start(full, 1);
  CHECK_THROWS_MESSAGE(training.end_epoch(full, epoch_record(1)), RunError, "No space left");
}
