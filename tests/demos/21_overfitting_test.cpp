#include "21_overfitting.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using namespace gradus::demos::overfitting;
using report::Verdict;

namespace {

Arm made(const std::string& name, std::vector<double> train, std::vector<double> test) {
  Arm arm{name, {}};
  for (size_t i = 0; i < train.size(); ++i) {
    arm.seeds.push_back({.train = train[i], .test = test[i], .gap = test[i] - train[i]});
  }
  return arm;
}

Result made_result() {
  Result result{{1, 8, 256}, {}, {}};
  result.plain = {made("1", {0.5, 0.6, 0.5, 0.6}, {0.5, 0.6, 0.5, 0.6}),
                  made("8", {0.3, 0.2, 0.3, 0.2}, {0.4, 0.3, 0.4, 0.3}),
                  made("256", {0.0, 0.01, 0.0, 0.01}, {1.3, 1.2, 1.31, 1.2})};
  for (int i = 0; i < 4; ++i) {
    result.remedies.push_back(made("remedy", {0.2, 0.21, 0.2, 0.21}, {0.4, 0.41, 0.4, 0.41}));
  }
  return result;
}

}  // namespace

TEST_CASE("A wide network overfits few noisy examples, and every remedy shrinks the gap") {
  const auto result = measure(read_options(Settings(), /*quick=*/true), {});
  REQUIRE(result.plain.size() == 3);
  REQUIRE(result.remedies.size() == 4);
  const auto findings = judge(result);
  REQUIRE(findings.size() == 6);
  for (const auto& finding : findings) {
    INFO(finding.claim.en << ": " << finding.measured.en);
    CHECK(finding.verdict != Verdict::kDoesNotHold);
  }
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  SECTION("made to hold, all hold") {
    for (const auto& finding : judge(made_result())) CHECK(finding.verdict == Verdict::kHolds);
  }
  SECTION("width changes nothing, remedies change nothing") {
    auto broken = made_result();
    for (auto& arm : broken.plain) arm = broken.plain.front();
    for (auto& arm : broken.remedies) arm = broken.plain.front();
    for (const auto& finding : judge(broken)) CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
  SECTION("the test loss falls as far as the training loss") {
    auto broken = made_result();
    for (auto& one : broken.plain.back().seeds) one.test = one.train, one.gap = 0;
    const auto findings = judge(broken);
    CHECK(findings[0].verdict == Verdict::kHolds);
    CHECK(findings[1].verdict == Verdict::kDoesNotHold);
    for (size_t i = 2; i < 6; ++i) CHECK(findings[i].verdict == Verdict::kDoesNotHold);
  }
  SECTION("a remedy that merely spoils the training loss holds with limits") {
    auto spoiled = made_result();
    spoiled.remedies[1] = made("spoils", {0.9, 0.9, 0.9, 0.9}, {1.3, 1.2, 1.31, 1.2});
    CHECK(judge(spoiled)[3].verdict == Verdict::kHoldsWithLimits);
  }
}

TEST_CASE("Each half of the seeds chooses the width for the other") {
  auto result = made_result();
  CHECK(best_width(result, 0, 4).name == "8");
  for (size_t i : {2, 3}) result.plain[0].seeds[i].test = 0.1;
  CHECK(best_width(result, 0, 2).name == "8");
  CHECK(best_width(result, 2, 2).name == "1");
  const auto rise = beyond_best(result, &Trained::test);
  const std::vector<double> expected = {1.3 - 0.5, 1.2 - 0.6, 1.31 - 0.4, 1.2 - 0.3};
  REQUIRE(rise.size() == 4);
  for (size_t i = 0; i < 4; ++i) CHECK(rise[i] == Approx(expected[i]));
}

TEST_CASE("Remedies differ from the plain training in the one thing that they name") {
  MoonsTask task{.examples = 30, .most_examples = 90, .epochs = 20};
  const auto plain = train_with({}, task, 8, {}, 0);
  const auto same = train_with({.name = "again"}, task, 8, {}, 0);
  CHECK(plain.train == same.train);
  CHECK(plain.test == same.test);
  CHECK(plain.gap == plain.test - plain.train);
  const auto count = [](const Trained& trained) {
    size_t examples = 0;
    for (const auto& marks : trained.examples) examples += marks.x.size();
    return examples;
  };
  CHECK(count(plain) == 30);
  CHECK(count(train_with({.more_data = true}, task, 8, {}, 0)) == 90);
  // A third is held out, and no example is added.
  CHECK(count(train_with({.patience = 5}, task, 8, {}, 0)) == 20);
  CHECK(train_with({.weight_decay = 1}, task, 8, {}, 0).train > plain.train);
  CHECK(train_with({.dropout = 0.9}, task, 8, {}, 0).train > plain.train);
}

TEST_CASE("The same seed gives the same numbers, dropout included") {
  const MoonsTask task{.examples = 20, .most_examples = 40, .epochs = 10};
  for (const Remedy& remedy : {Remedy{}, Remedy{.dropout = 0.5}}) {
    const auto first = train_arm(remedy, task, 16, {.seed = 3}, 4);
    const auto second = train_arm(remedy, task, 16, {.seed = 3}, 4);
    CHECK(column(first, &Trained::test) == column(second, &Trained::test));
  }
}

TEST_CASE("Widths are sorted and must differ") {
  Settings settings;
  settings.set("--widths", "64-2-64");
  CHECK(read_options(settings, true).widths == std::vector<int64_t>{2, 64});
  settings.set("--widths", "64-64");
  CHECK_THROWS_MESSAGE(read_options(settings, true), UsageError, "--widths");
}
