#include "18_deep.h"

#include "gradus/core/error.h"
#include "gradus/report/statistics.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

deep::Options small_options(const std::string& data) {
  auto options = deep::read_options(Settings(), /*quick=*/true);
  options.data = data;
  options.hidden = {32, 32, 32};
  options.batch_size = 32;
  options.epochs = 8;
  return options;
}

const deep::Result& digits_result() {
  static const auto result = deep::measure(small_options("digits"), {});
  return result;
}

}  // namespace

TEST_CASE("The defaults are a deep network on all of Fashion-MNIST") {
  const auto options = deep::read_options(Settings(), /*quick=*/false);
  CHECK(options.data == "fashion-mnist");
  CHECK(options.examples == 60'000);
  CHECK(options.hidden.size() > 2);
}

TEST_CASE("The deep network is compared at equal parameters, and with softmax regression") {
  const auto& result = digits_result();
  CHECK(result.softmax.parameters == 65 * 10);
  CHECK(result.deep.parameters == 65 * 32 + 2 * 33 * 32 + 33 * 10);
  CHECK(result.wide.hidden.size() == 1);
  CHECK(std::abs(result.wide.parameters - result.deep.parameters) < 0.02 * result.deep.parameters);
}

TEST_CASE("Curves hold loss and accuracy of training and test, every epoch and seed") {
  const auto& result = digits_result();
  CHECK(result.train_examples + result.test_examples == 1797);
  for (const auto* arm : {&result.softmax, &result.wide, &result.deep}) {
    for (const auto* curve : {&arm->curves.train_loss, &arm->curves.test_loss,
                              &arm->curves.train_accuracy, &arm->curves.test_accuracy}) {
      REQUIRE(curve->size() == 8);
      for (const auto& of_seeds : *curve) CHECK(of_seeds.size() == 3);
    }
  }
}

TEST_CASE("The deep network learns digits without trouble") {
  const auto& result = digits_result();
  CHECK(report::estimate(result.deep.curves.test_accuracy.back()).mean > 0.9);
  CHECK(deep::judge(result)[0].verdict == Verdict::kHolds);
}

TEST_CASE("Where no line separates the classes, the deep network beats softmax regression") {
  auto options = small_options("circles:n=400,test=400");
  options.epochs = 20, options.learning_rate = 1e-2;
  const auto result = deep::measure(options, {});
  const auto findings = deep::judge(result);
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].verdict == Verdict::kHolds);
  CHECK(report::estimate(result.softmax.curves.test_accuracy.back()).mean < 0.7);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  deep::Result broken{{"softmax", {}}, {"wide", {9}}, {"deep", {3, 3}}};
  broken.deep.curves.train_loss = {{1.0, 1.0}, {1.1, 0.9}, {1.2, 0.8}};
  broken.deep.curves.test_accuracy = {{0.5, 0.5}, {0.80, 0.82}};
  broken.softmax.curves.test_accuracy = {{0.5, 0.5}, {0.81, 0.81}};
  for (const auto& finding : deep::judge(broken)) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("A loss that rises once in twelve epochs is a limit") {
  deep::Result bumpy{{"softmax", {}}, {"wide", {9}}, {"deep", {3, 3}}};
  for (const double loss : {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}) {
    bumpy.deep.curves.train_loss.push_back({loss == 3 ? 4.5 : loss, loss});
  }
  bumpy.deep.curves.test_accuracy = bumpy.softmax.curves.test_accuracy = {{0.8, 0.8}};
  CHECK(deep::judge(bumpy)[0].verdict == Verdict::kHoldsWithLimits);
}

TEST_CASE("The picture has training and test curves of three networks, loss and accuracy") {
  const auto panels = deep::picture(digits_result()).panels;
  REQUIRE(panels.size() == 2);
  for (const auto& panel : panels) {
    CHECK(panel.curves.size() == 6);
    for (const auto& curve : panel.curves) CHECK(curve.low.size() == 8);
  }
}

TEST_CASE("The same seed gives the same curves") {
  auto options = small_options("digits");
  options.epochs = 2, options.examples = 200, options.seeds = 2;
  const auto first = deep::measure(options, {.seed = 3});
  const auto second = deep::measure(options, {.seed = 3});
  CHECK(first.deep.curves.test_loss == second.deep.curves.test_loss);
  CHECK(first.deep.curves.test_loss[0][0] != first.deep.curves.test_loss[0][1]);
}

TEST_CASE("A network without a second hidden layer is refused, and so is an unknown activation") {
  Settings settings;
  settings.set("--hidden", "64");
  CHECK_THROWS_AS(deep::read_options(settings, true), UsageError);
  auto options = small_options("digits");
  options.activation = "rellu";
  CHECK_THROWS_AS(deep::measure(options, {}), UsageError);
}
