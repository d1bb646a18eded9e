#include "epoch_curves.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

training::History history(double scale) {
  training::History result;
  for (int64_t epoch = 1; epoch <= 2; ++epoch) {
    training::EpochRecord record;
    record.epoch = epoch;
    record.train_loss = scale / static_cast<double>(epoch);
    record.train_metrics = {{"accuracy", 0.5}};
    record.validation_loss = 2 * record.train_loss;
    record.validation_metrics = {{"accuracy", 0.25}};
    result.epochs.push_back(record);
  }
  return result;
}

}  // namespace

TEST_CASE("Histories become curves by epoch and training") {
  const auto curves = epoch_curves({history(1), history(3)});
  using Rows = std::vector<std::vector<double>>;
  CHECK(curves.train_loss == Rows{{1, 3}, {0.5, 1.5}});
  CHECK(curves.test_loss == Rows{{2, 6}, {1, 3}});
  CHECK(curves.train_accuracy == Rows{{0.5, 0.5}, {0.5, 0.5}});
  CHECK(curves.test_accuracy == Rows{{0.25, 0.25}, {0.25, 0.25}});
}

TEST_CASE("Falls are counted over all trainings; standing still is none") {
  CHECK(count_falls({{3, 3}, {2, 3}, {1, 4}}) == std::pair<int64_t, int64_t>{2, 4});
  CHECK(count_falls({{3}}) == std::pair<int64_t, int64_t>{0, 0});
}

TEST_CASE("Loss and accuracy are drawn with training and test of every network") {
  const auto curves = epoch_curves({history(1), history(3)});
  const auto panels = loss_and_accuracy({{"a", curves}, {"b", curves}});
  REQUIRE(panels.size() == 2);
  REQUIRE(panels[0].curves.size() == 4);
  CHECK(panels[0].curves[0].y == std::vector<double>{4, 2});  // test loss
  CHECK(panels[0].curves[1].y == std::vector<double>{2, 1});  // training loss
  CHECK(panels[1].curves[2].y == std::vector<double>{0.25, 0.25});
  CHECK(panels[0].curves[0].x == std::vector<double>{1, 2});
  CHECK(panels[0].curves[0].colour != panels[0].curves[2].colour);
  CHECK_FALSE(panels[0].curves[0].low.empty());
}
