#include "12_linear_collapse.h"

#include "gradus/core/seed.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

linear_collapse::Options quick_options() {
  return linear_collapse::read_options(Settings(), /*quick=*/true);
}

}  // namespace

TEST_CASE("A stack of linear layers collapses into one matrix to 1e-5, at any depth") {
  for (const int64_t depth : {2, 5, 20}) {
    seed_everything(static_cast<uint64_t>(depth));
    models::Mlp deep(models::MlpOptions(7, 3)
                         .hidden(std::vector<int64_t>(depth - 1, 32))
                         .activation("identity"));
    CHECK(linear_collapse::collapse_error(deep, 500) < 1e-5);
  }
}

TEST_CASE("A network with activations does not collapse: the measure can fail") {
  seed_everything(0);
  models::Mlp deep(models::MlpOptions(7, 3).hidden({32, 32}).activation("relu"));
  CHECK(linear_collapse::collapse_error(deep, 500) > 0.01);
}

TEST_CASE("Only the network with activations beats logistic regression on two moons") {
  const auto result = linear_collapse::measure(quick_options(), {});
  const auto findings = linear_collapse::judge(result);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].verdict == Verdict::kHolds);
  CHECK(report::estimate(result.linear.accuracies).mean < 0.92);
  CHECK(report::estimate(result.activated.accuracies).mean > 0.97);
  CHECK(findings[2].verdict == Verdict::kHolds);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  linear_collapse::Result broken;
  broken.collapse_error = 1e-3;
  broken.logistic.accuracies = {0.80, 0.81, 0.79};
  broken.linear.accuracies = {0.95, 0.96, 0.94};
  broken.activated.accuracies = {0.80, 0.80, 0.80};
  for (const auto& finding : linear_collapse::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("The same seed gives the same numbers, however many trainings run side by side") {
  const auto first = linear_collapse::measure(quick_options(), {.seed = 3});
  const auto second = linear_collapse::measure(quick_options(), {.seed = 3});
  CHECK(first.activated.accuracies == second.activated.accuracies);
}
