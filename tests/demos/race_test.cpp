#include "race.h"

#include "gradus/models/mlp.h"
#include "gradus/report/statistics.h"

#include <functional>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("Runners train with the same seeds, and those that can learn do") {
  const auto data = train_test(load_classes("moons:n=100,test=100"), 100, 0);
  const auto build = [](const std::string& activation) {
    return torch::nn::AnyModule(
        models::Mlp(models::MlpOptions(2, 2).hidden({16}).activation(activation)));
  };
  const Recipe recipe{.optimizer = {"adam", 1e-2, {}}, .epochs = 40};
  const std::vector<std::string> names = {"sign", "relu"};
  const auto runners = run_race(names, 3, build, data, recipe, {.seed = 1});
  REQUIRE(runners.size() == 2);
  for (const auto& runner : runners) {
    CHECK(runner.accuracies.size() == 3);
    CHECK(runner.losses.size() == 40);
    CHECK(runner.losses.front().size() == 3);
  }
  CHECK(report::estimate(runners[1].losses.back()).mean <
        report::estimate(runners[1].losses.front()).mean);
  const auto again = run_race(names, 3, build, data, recipe, {.seed = 1});
  CHECK(again[1].accuracies == runners[1].accuracies);
  CHECK(again[1].losses == runners[1].losses);
}

TEST_CASE("A group's accuracy is the mean of its runners, seed by seed") {
  const std::vector<Runner> runners = {{"a", {0.1, 0.2}}, {"b", {0.3, 0.6}}, {"c", {1, 1}}};
  const auto means = group_accuracies(runners, [](size_t i) { return i < 2; });
  REQUIRE(means.size() == 2);
  CHECK(means[0] == Approx(0.2));
  CHECK(means[1] == Approx(0.4));
  CHECK(group_accuracies(runners, [](size_t) { return false; }).empty());
}

TEST_CASE("The picture has at most seven curves a panel, and a bar for every runner") {
  std::vector<Runner> runners;
  for (int i = 0; i < 9; ++i) {
    runners.push_back(
        {std::to_string(i), {0.5, 0.6}, std::vector<std::vector<double>>(300, {1, 2})});
  }
  const auto picture = race_picture(runners);
  REQUIRE(picture.panels.size() == 3);
  CHECK(picture.panels[0].curves.size() == 7);
  CHECK(picture.panels[1].curves.size() == 2);
  CHECK(picture.panels[0].curves[0].x.size() < 150);
  CHECK(picture.panels[2].bars[0].values.size() == 9);
}
