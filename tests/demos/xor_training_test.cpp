#include "xor_training.h"

#include "side_by_side.h"
#include "unit_network.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("Noisy XOR has its four corners in equal numbers") {
  const auto data = noisy_xor(0, 0);
  REQUIRE(data.train.size() == 200);
  REQUIRE(data.test->size() == 400);
  const auto corner = data.train.inputs.select(1, 0) * 2 + data.train.inputs.select(1, 1);
  for (int64_t k = 0; k < 4; ++k) {
    const auto here = corner.eq(static_cast<double>(k));
    CHECK(here.sum().item<int64_t>() == 50);
    CHECK(data.train.targets.index({here}).eq(k == 1 || k == 2 ? 1 : 0).all().item<bool>());
  }
}

TEST_CASE("Training says how far it moved, and accuracy is judged at one half") {
  const Recipe recipe{.optimizer = {"adam", 0.05, {}}, .epochs = 40, .batch_size = 20};
  const auto tanh = seeded(0, [] { return unit_network(2, {8}, "sigmoid"); });
  const auto trained = train_on_xor(tanh, recipe, 0.1, {}, 0);
  CHECK(trained.gradient > 0);
  CHECK(trained.moved > 0.1);
  CHECK(trained.losses.size() == 40);
  CHECK(trained.accuracy > 0.95);
  // Above 0 where the network says class 1, as at (0, 1); the grid goes from corner to corner.
  const auto& grid = trained.region.scores.front();
  const auto score = [&](double x, double y) {
    const auto index = [](double at, report::Span span, int64_t count) {
      return std::llround((at - span.min) / (span.max - span.min) * double(count - 1));
    };
    return grid.values[static_cast<size_t>(index(y, grid.y, grid.rows) * grid.columns +
                                           index(x, grid.x, grid.columns))];
  };
  CHECK(score(0, 1) > 0);
  CHECK(score(1, 0) > 0);
  CHECK(score(0, 0) < 0);
  CHECK(score(1, 1) < 0);
}

TEST_CASE("The straight-through estimator moves a step network, plain steps do not") {
  const Recipe recipe{.optimizer = {"sgd", 0.1, {}}, .epochs = 3, .batch_size = 20};
  const auto moved = [&](const std::string& activation) {
    const auto model = seeded(0, [&] { return unit_network(2, {8}, activation); });
    return train_on_xor(model, recipe, 0.1, {}, 0).moved;
  };
  CHECK(moved("step") == 0);
  CHECK(moved("step:straight_through=true") > 0);
}

TEST_CASE("The loss curve is the mean over seeds, thinned to 150 points") {
  XorTraining low, high;
  for (int64_t i = 0; i < 1000; ++i) low.losses.push_back(1), high.losses.push_back(3);
  const auto curve = loss_curve("loss", {low, high}, 0);
  CHECK(curve.x.size() <= 150);
  CHECK(curve.x.front() == 1);
  CHECK(curve.y.back() == 2);
  CHECK(curve.high.back() == Approx(2 + std::sqrt(2.)));
}
