#include "gradus/report/jsonl_log.h"

#include "fake_training.h"
#include "gradus/core/error.h"
#include "temporary_folder.h"

#include <limits>

#include "catch.h"

using namespace gradus::report;
using namespace gradus::test;
using gradus::RunError;
using gradus::UsageError;

TEST_CASE("An epoch is one JSON object, null where a number is not finite") {
  CHECK(history_json_line(epoch_record(2)) ==
        "{\"epoch\":2,\"train\":{\"loss\":0.5,\"accuracy\":0.5},\"validation\":{\"loss\":0.6,"
        "\"accuracy\":0.4},\"learning_rate\":0.01,\"seconds\":2.0,\"examples\":9}\n");
  auto record = epoch_record(1);
  record.train_loss = std::numeric_limits<double>::quiet_NaN();
  record.train_metrics = {{"a \"b\"\n", 1.0 / 3}};
  record.validation_loss.reset();
  CHECK(history_json_line(record) ==
        "{\"epoch\":1,\"train\":{\"loss\":null,\"a \\\"b\\\"\\n\":0.3333333333333333},"
        "\"learning_rate\":0.01,\"seconds\":2.0,\"examples\":9}\n");
}

TEST_CASE("A resumed JSON-lines log goes on after the epochs of the checkpoint") {
  const TemporaryFolder folder;
  const auto path = folder / "log.jsonl";
  FakeTraining training;
  std::string lines;
  {
    JsonlLog log(path);
    training.start(log, 1);
    for (int64_t epoch = 1; epoch <= 3; ++epoch) {
      training.end_epoch(log, epoch_record(epoch));
      lines += history_json_line(epoch_record(epoch));
      CHECK(read_bytes(path) == lines);
    }
  }
  std::ofstream(path, std::ios::app) << "{\"epoch\":4,\"tr";
  JsonlLog all(path);
  training.start(all, 4);
  CHECK(read_bytes(path) == lines);
  JsonlLog log(path);
  training.start(log, 2);
  CHECK(read_bytes(path) == history_json_line(epoch_record(1)));
  training.end_epoch(log, epoch_record(2));
  CHECK(read_bytes(path) == lines.substr(0, lines.find("{\"epoch\":3")));
}

TEST_CASE("A JSON-lines log leaves foreign files alone and tells of a full disk") {
  const TemporaryFolder folder;
  const auto path = folder / "notes.txt";
  FakeTraining training;
  std::ofstream(path) << "my notes\n";
  JsonlLog foreign(path);
  CHECK_THROWS_MESSAGE(training.start(foreign, 1), UsageError, "notes.txt");
  CHECK(read_bytes(path) == "my notes\n");
  JsonlLog full("/dev/full");
  training.start(full, 1);
  CHECK_THROWS_MESSAGE(training.end_epoch(full, epoch_record(1)), RunError, "No space left");
}
