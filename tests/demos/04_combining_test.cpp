#include "04_combining.h"

#include <algorithm>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

combining::Options options(const std::map<std::string, std::string>& given = {}) {
  Settings settings;
  for (const auto& [key, value] : given) settings.set(key, value);
  return combining::read_options(settings, /*quick=*/true);
}

}  // namespace

TEST_CASE("AND and OR together make XNOR with the course's weights, whatever the tie") {
  for (const char* tie : {"0", "1"}) {
    const auto result = combining::measure(options({{"--tie", tie}}), {});
    CHECK(result.z1 == TruthTable{0, 0, 0, 1});
    CHECK(result.z2 == TruthTable{0, 1, 1, 1});
    CHECK(result.outputs == TruthTable{1, 0, 0, 1});
    const auto findings = combining::judge(result);
    CHECK(findings[0].verdict == Verdict::kHolds);
    CHECK(findings[1].verdict == Verdict::kHolds);
  }
}

TEST_CASE("The signs of W_z together make XOR, no single number's does") {
  const auto result = combining::measure(options(), {});
  for (const auto& change : result.changes) {
    if (change.neuron)
      CHECK((change.outputs == TruthTable{0, 1, 1, 0}) == (change.what.en == "all of W_z"));
    if (change.numbers < 3) CHECK(change.outputs != TruthTable{0, 1, 1, 0});
  }
  CHECK(combining::judge(result)[2].verdict == Verdict::kHoldsWithLimits);
  CHECK(combining::measure(options({{"--wz", "-1,-3,3"}}), {}).outputs == TruthTable{0, 1, 1, 0});
}

TEST_CASE("Where a single sign makes XOR, the claim holds") {
  // z₁ = 1 for 11 alone and z₂ = 0 for 00 alone, as NOT(NAND) would have it with one sign turned.
  const auto single = options({{"--wz", "1,-3,3"}});
  const auto findings = combining::judge(combining::measure(single, {}));
  CHECK(findings[2].verdict == Verdict::kHolds);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  const auto constant = options({{"--w1", "1,0,0"}, {"--w2", "1,0,0"}, {"--wz", "1,0,0"}});
  for (const auto& finding : combining::judge(combining::measure(constant, {}))) {
    CHECK(finding.verdict == Verdict::kDoesNotHold);
  }
}

TEST_CASE("The pictures show two lines, the region between them, and the network") {
  const auto course = options();
  const auto panels = combining::picture(course, combining::measure(course, {}), {}).panels;
  REQUIRE(panels.size() == 2);
  CHECK(panels[0].curves.size() == 2);
  const auto& grid = panels[0].region->scores.at(0);
  const auto at = [&](double x1, double x2) {
    const auto index = [&](double x) { return static_cast<size_t>((x + 0.5) / 2 * 120 + 0.5); };
    return grid.values.at(index(x2) * 121 + index(x1));
  };
  CHECK(at(0.5, 0.5) < 0);  // between the lines x₁ + x₂ = 0.5 and 1.5
  CHECK(at(1, 0) < 0);
  CHECK(at(0, 0.4) > 0);
  CHECK(at(1, 0.7) > 0);
  // The four inputs stand on three points behind the hidden layer.
  CHECK(panels[1].notes.size() == 3);
  CHECK(panels[1].marks.at(0).x == std::vector<double>{0, 0});
  CHECK(panels[1].marks.at(0).y == std::vector<double>{1, 1});

  const auto diagram = combining::diagram(course);
  REQUIRE(diagram.connections.size() == 2);
  CHECK(diagram.connections[0].weights == std::vector<std::vector<double>>{{2, 2}, {2, 2}});
  CHECK(diagram.connections[0].biases == std::vector<double>{-3, -1});
  CHECK(diagram.connections[1].weights == std::vector<std::vector<double>>{{3, -3}});
  CHECK(diagram.connections[1].biases == std::vector<double>{1});
}
