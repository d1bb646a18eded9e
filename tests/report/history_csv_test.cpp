#include "gradus/report/history_csv.h"

#include "gradus/core/error.h"

#include <limits>

#include "catch.h"

using gradus::report::history_csv;
using gradus::report::parse_history_csv;
using gradus::training::History;

TEST_CASE("A history is a CSV line an epoch") {
  History history;
  history.epochs.push_back(
      {1, 0.1, {{"accuracy", 0.5}}, 0.25, {{"accuracy", 1.0 / 3}}, 1e-3, 2, 9});
  history.epochs.push_back(
      {2, std::numeric_limits<double>::quiet_NaN(), {{"accuracy", 1}}, {}, {}, 1e-4, 1.5, 4});
  CHECK(history_csv(history) ==
        "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds,"
        "examples\n"
        "1,0.1,0.5,0.25,0.3333333333333333,0.001,2,9\n"
        "2,nan,1,,,0.0001,1.5,4\n");
}

TEST_CASE("Without metrics and validation the fixed columns remain") {
  History history;
  history.epochs.push_back({1, 0.5, {}, {}, {}, 0.1, 2, 9});
  CHECK(history_csv(history) ==
        "epoch,train_loss,validation_loss,learning_rate,seconds,examples\n1,0.5,,0.1,2,9\n");
  CHECK(history_csv({}) == "epoch,train_loss,validation_loss,learning_rate,seconds,examples\n");
}

TEST_CASE("Metric names that CSV would misread are quoted") {
  History history;
  history.epochs.push_back({1, 0.5, {{"top \"5\", any", 1}}, {}, {}, 0.1, 2, 9});
  CHECK_THAT(history_csv(history), StartsWith("epoch,train_loss,\"train_top \"\"5\"\", any\","));
}

TEST_CASE("A history's CSV is read back number for number") {
  History history;
  history.epochs.push_back(
      {1, 0.1, {{"top \"5\", any", 1.0 / 3}, {"", 2}}, 0.25, {{"x", 1e-300}}, 1e-3, 2, 9});
  history.epochs.push_back({2, std::numeric_limits<double>::infinity(), {}, {}, {}, 1e-4, 1.5, 4});
  const auto text = history_csv(history);
  const auto again = parse_history_csv(text, "h.csv");
  CHECK(history_csv(again) == text);
  REQUIRE(again.epochs.size() == 2);
  CHECK(again.epochs[0].train_metrics == history.epochs[0].train_metrics);
  CHECK(again.epochs[0].validation_metrics == history.epochs[0].validation_metrics);
  CHECK_FALSE(again.epochs[1].validation_loss.has_value());
  CHECK(parse_history_csv(history_csv({}), "h.csv").epochs.empty());
}

TEST_CASE("A table that is no history is refused with its line") {
  const std::string header = "epoch,train_loss,validation_loss,learning_rate,seconds,examples\n";
  const std::pair<std::string, const char*> broken[] = {
      {"", "'h.csv', line 1"},
      {"a,b\n1,2\n", "column 1: expected 'epoch'"},
      {"epoch,train_loss,validation_loss,learning_rate,seconds\n", "expected 'examples'"},
      {header.substr(0, header.size() - 1) + ",more\n", "unknown column 'more'"},
      {header + "1,2,,3\n", "line 2: 4 fields, expected 6"},
      {header + "1,2,,3,4,5\n2,x,,3,4,5\n", "line 3: 'x' is no number"},
      {header + "-1,2,,3,4,5\n", "'-1' is no whole number"},
      {header + "1,2,,3,4,5", "line end is missing"},
      {header + "1,\"2,,3,4,5\n", "line end is missing"}};
  for (const auto& [text, message] : broken) {
    CHECK_THROWS_MESSAGE(parse_history_csv(text, "h.csv"), gradus::CheckpointError, message);
  }
}
