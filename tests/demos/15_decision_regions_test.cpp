#include "15_decision_regions.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

using Verdicts = std::vector<std::string>;

decision_regions::Options quick_options() {
  return decision_regions::read_options(Settings(), /*quick=*/true);
}

StructureTable table_of(const PlaneTraining& training) {
  StructureTable table{{"units", "单元"}};
  for (auto& row : table.cells) {
    for (auto& cell : row) cell.assign(3, training);
  }
  table.narrow.assign(3, training);
  return table;
}

Verdicts verdicts(const decision_regions::Result& result) {
  Verdicts all;
  for (const auto& finding : decision_regions::judge(result))
    all.push_back(to_text(finding.verdict).en);
  return all;
}

}  // namespace

TEST_CASE("Measured: half planes without a hidden layer, an AND is convex, trained ones are not") {
  const auto result = decision_regions::measure(quick_options(), {});
  const auto findings = decision_regions::judge(result);
  REQUIRE(findings.size() == 4);
  CHECK(findings[0].verdict == Verdict::kHolds);
  CHECK(findings[1].verdict == Verdict::kHolds);
  CHECK(findings[2].verdict == Verdict::kDoesNotHold);
  for (const auto& table : result.tables) {
    const auto median = [&](size_t layers, size_t problem) {
      return median_of(table.cells[layers][problem]).accuracy;
    };
    CHECK(median(0, 0) < 0.75);                              // no line does XOR
    CHECK(median(2, 0) > 0.85);                              // two hidden layers do
    CHECK(median(2, 1) > 0.95);                              // and the two moons
    CHECK(median(2, 2) > median(0, 2) + 0.15);               // and much of the checkerboard
    CHECK(median(2, 2) > median_of(table.narrow).accuracy);  // by their number of units
  }
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  // Nothing convex, nothing solved, and as good with few units.
  const auto bad = table_of({.accuracy = 0.6, .least_defect = 0.2, .most_defect = 0.3});
  const decision_regions::Result broken{
      .tables = {bad, bad}, .and_defects = {0, 0.4, 0}, .problems = {}, .threshold = 0.95};
  CHECK(verdicts(broken) == Verdicts(4, "does not hold"));
}

TEST_CASE("Each rule says 'holds' where the course is right") {
  auto good = table_of({.accuracy = 0.99, .least_defect = 0, .most_defect = 0.01});
  for (auto& one : good.narrow) one.accuracy = 0.7;
  decision_regions::Result result{
      .tables = {good, good}, .and_defects = {0, 0.005}, .problems = {}, .threshold = 0.95};
  CHECK(verdicts(result) == Verdicts(4, "holds"));
  // With few units as good as with many, the units decide nothing: for one kind, then for both.
  result.tables[0].narrow = result.tables[0].cells[2][2];
  CHECK(verdicts(result)[3] == "holds with limits");
  result.tables[1].narrow = result.tables[1].cells[2][2];
  CHECK(verdicts(result)[3] == "does not hold");
  // Half of the networks with a convex region.
  for (auto& cell : result.tables[0].cells[1]) cell.assign(3, {.least_defect = 0.3});
  CHECK(verdicts(result)[2] == "holds with limits");
}

TEST_CASE("The same seed gives the same numbers, another seed others") {
  auto options = quick_options();
  options.plan.examples = 60;
  options.plan.recipe.epochs = 1;
  options.plan.width = 4;
  const auto numbers = [&](uint64_t seed) {
    const auto result = decision_regions::measure(options, {.seed = seed});
    return accuracies_of(result.tables[0].cells[2][0]);
  };
  CHECK(numbers(3) == numbers(3));
  CHECK(numbers(3) != numbers(4));
}

TEST_CASE("Values out of range are refused") {
  for (const auto& [flag, value] : {std::pair{"--epochs", "0"},
                                    {"--epochs", "x"},
                                    {"--width", "0"},
                                    {"--seeds", "1"},
                                    {"--threshold", "2"},
                                    {"--smooth", "rellu"}}) {
    Settings settings;
    settings.set(flag, value);
    CHECK_THROWS_MESSAGE(decision_regions::read_options(settings, true), UsageError,
                         flag == std::string("--smooth") ? "relu" : flag);
  }
}
