#include "17_shallow.h"

#include "gradus/core/error.h"
#include "gradus/report/statistics.h"
#include "side_by_side.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;
using shallow::Era;

namespace {

shallow::Options quick_options() {
  return shallow::read_options(Settings(), /*quick=*/true);
}

/// Trained once: both recipes at the quick size.
const shallow::Result& quick_result() {
  static const auto result = shallow::measure(quick_options(), {});
  return result;
}

models::Mlp built(Era era, int64_t hidden_layers) {
  data::Dataset train;
  train.inputs = torch::zeros({10, 64});
  train.targets = torch::zeros({10}, torch::kInt64);
  train.class_names = {"a", "b", "c"};
  auto options = quick_options();
  options.width = 200;
  return seeded(0,
                [&] { return models::Mlp(shallow::network(options, era, hidden_layers, train)); });
}

template <typename Layer>
int64_t count(models::Mlp& model) {
  int64_t found = 0;
  for (const auto& module : model->modules()) found += module->as<Layer>() != nullptr ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("The old recipe starts with weights of deviation 0.01 and sigmoids") {
  auto model = built(Era::kOld, 3);
  CHECK(model->options.activation() == "sigmoid");
  CHECK(count<torch::nn::LinearImpl>(model) == 4);
  CHECK(count<torch::nn::BatchNorm1dImpl>(model) == 0);
  for (const auto& module : model->modules()) {
    const auto* linear = module->as<torch::nn::LinearImpl>();
    if (linear == nullptr) continue;
    CHECK(std::abs(linear->weight.std().item<double>() - 0.01) < 0.001);
    CHECK(linear->bias.abs().max().item<double>() == 0);
  }
}

TEST_CASE("The modern recipe starts by He, with ReLU and batch normalisation") {
  auto model = built(Era::kModern, 3);
  CHECK(model->options.activation() == "relu");
  CHECK(count<torch::nn::BatchNorm1dImpl>(model) == 3);
  for (const auto& module : model->modules()) {
    const auto* linear = module->as<torch::nn::LinearImpl>();
    if (linear == nullptr) continue;
    const double he = std::sqrt(2.0 / static_cast<double>(linear->options.in_features()));
    CHECK(std::abs(linear->weight.std().item<double>() / he - 1) < 0.1);
  }
}

TEST_CASE("The old recipe learns with one and two hidden layers and guesses with four") {
  const auto& old = quick_result().old_recipe;
  CHECK(report::estimate(old.test[0]).mean > 0.93);
  CHECK(report::estimate(old.test[1]).mean > 0.85);
  CHECK(report::estimate(old.test[2]).mean < 0.2);
  CHECK(report::estimate(old.train[2]).mean < 0.2);  // it does not over-fit: it does not learn
  const auto findings = shallow::judge(quick_result());
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].verdict != Verdict::kDoesNotHold);
  CHECK(findings[1].verdict == Verdict::kHolds);
}

TEST_CASE("The modern recipe learns at every depth") {
  const auto& modern = quick_result().modern_recipe;
  for (const auto& of_seeds : modern.test) CHECK(report::estimate(of_seeds).mean > 0.93);
  CHECK(shallow::judge(quick_result())[2].verdict != Verdict::kDoesNotHold);
}

TEST_CASE("Both recipes are in one picture, with bands over seeds") {
  const auto panels = shallow::picture(quick_result()).panels;
  REQUIRE(panels.size() == 1);
  REQUIRE(panels[0].curves.size() == 4);
  for (const auto& curve : panels[0].curves) {
    CHECK(curve.x == std::vector<double>{1, 2, 4});
    CHECK(curve.low.size() == 3);
    CHECK(curve.high.size() == 3);
  }
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  shallow::Result broken{{1, 2, 4, 8}, {}, {}};
  // The old recipe loses its second layer already, and is no worse past it; the modern one is.
  broken.old_recipe.test = {{0.97, 0.96}, {0.75, 0.74}, {0.75, 0.74}, {0.76, 0.74}};
  broken.modern_recipe.test = {{0.97, 0.96}, {0.97, 0.96}, {0.70, 0.71}, {0.50, 0.51}};
  for (const auto& finding : shallow::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("A small loss past two layers is called a limit, not much worse") {
  shallow::Result mild{{1, 2, 3}, {}, {}};
  mild.old_recipe.test = {{0.970, 0.971}, {0.970, 0.971}, {0.930, 0.931}};
  mild.modern_recipe.test = mild.old_recipe.test;
  const auto findings = shallow::judge(mild);
  CHECK(findings[0].verdict == Verdict::kHolds);
  CHECK(findings[1].verdict == Verdict::kHoldsWithLimits);
  CHECK(findings[2].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("Each recipe has its own learning rate") {
  auto options = quick_options();
  options.depths = {1, 2, 3};
  options.epochs = 2, options.examples = 200, options.seeds = 2;
  const auto usual = shallow::measure(options, {});
  options.old_learning_rate = 1e-9;
  const auto frozen = shallow::measure(options, {});
  CHECK(frozen.old_recipe.train[0] != usual.old_recipe.train[0]);
  CHECK(frozen.modern_recipe.train == usual.modern_recipe.train);
}

TEST_CASE("The same seed gives the same numbers, another seed others") {
  auto options = quick_options();
  options.depths = {1, 2, 3};
  options.epochs = 1, options.examples = 200, options.seeds = 2;
  const auto first = shallow::measure(options, {.seed = 3});
  CHECK(first.modern_recipe.test == shallow::measure(options, {.seed = 3}).modern_recipe.test);
  CHECK(first.modern_recipe.test != shallow::measure(options, {.seed = 4}).modern_recipe.test);
}

TEST_CASE("Values out of range are refused") {
  for (const auto& [flag, value] :
       std::vector<std::pair<std::string, std::string>>{{"--epochs", "0"},
                                                        {"--epochs", "x"},
                                                        {"--seeds", "1"},
                                                        {"--width", "0"},
                                                        {"--old-learning-rate", "-1"},
                                                        {"--learning-rate", "nan"},
                                                        {"--batch-size", "0"}}) {
    Settings settings;
    settings.set(flag, value);
    CAPTURE(flag, value);
    CHECK_THROWS_AS(shallow::read_options(settings, true), UsageError);
  }
}
