#include "plane_training.h"

#include "catch.h"

using namespace gradus::demos;

namespace {

PlaneTraining with_accuracy(double accuracy) {
  return {.accuracy = accuracy};
}

PlaneTraining train(const std::vector<int64_t>& hidden, uint64_t seed, int64_t epochs) {
  const Recipe recipe{.epochs = epochs};
  return train_on_plane(gradus::models::MlpOptions(2, 2).hidden(hidden).activation("tanh"),
                        "moons:n=200,test=200", recipe, {}, seed);
}

}  // namespace

TEST_CASE("The median training is the middle one, or next below the middle") {
  CHECK(median_of({with_accuracy(0.9), with_accuracy(0.5), with_accuracy(0.7)}).accuracy == 0.7);
  CHECK(median_of({with_accuracy(0.9), with_accuracy(0.5)}).accuracy == 0.5);
  CHECK(accuracies_of({with_accuracy(0.9), with_accuracy(0.5)}) == std::vector<double>{0.9, 0.5});
}

TEST_CASE("Without a hidden layer both regions are convex; a bent boundary leaves them not") {
  const auto line = train({}, 0, 40), bent = train({16}, 0, 80);
  CHECK(line.most_defect == 0);
  CHECK(line.accuracy < 0.95);
  CHECK(bent.least_defect > 0.01);
  CHECK(bent.accuracy > 0.93);
  CHECK(bent.region.scores.size() == 2);
}

TEST_CASE("The seed decides everything") {
  const auto once = train({4}, 7, 3), again = train({4}, 7, 3), other = train({4}, 8, 3);
  CHECK(once.accuracy == again.accuracy);
  CHECK(once.region.scores[1].values == again.region.scores[1].values);
  CHECK(once.region.scores[1].values != other.region.scores[1].values);
}

TEST_CASE("The network gets as many outputs as the data has classes") {
  const Recipe recipe{.epochs = 1};
  const auto trained = train_on_plane(gradus::models::MlpOptions(2, 2).hidden({4}),
                                      "rings:n=60,test=60,rings=4", recipe, {}, 0);
  CHECK(trained.region.scores.size() == 4);
}
