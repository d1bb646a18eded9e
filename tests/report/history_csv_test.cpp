#include "gradus/report/history_csv.h"

#include <limits>

#include "catch.h"

using gradus::report::history_csv;
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
