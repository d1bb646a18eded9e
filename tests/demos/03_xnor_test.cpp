#include "03_xnor.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

xnor::Result measured(const std::map<std::string, std::string>& given = {}) {
  Settings settings;
  for (const auto& [key, value] : given) settings.set(key, value);
  return xnor::measure(xnor::read_options(settings, /*quick=*/true), {});
}

const xnor::Attempt& shown(const xnor::Result& result) {
  return result.gates.at(result.shown);
}

/// Checks a certificate by itself: convex weights of both classes, and one and the same point.
void check_by_fractions(const TruthTable& targets, const HullCertificate& certificate) {
  double x1[2] = {0, 0}, x2[2] = {0, 0}, sum[2] = {0, 0};
  for (size_t i = 0; i < 4; ++i) {
    REQUIRE(certificate.counts[i] >= 0);
    const double weight = double(certificate.counts[i]) / double(certificate.total);
    sum[targets[i]] += weight;
    x1[targets[i]] += weight * double(i / 2);
    x2[targets[i]] += weight * double(i % 2);
  }
  CHECK(sum[0] == Approx(1));
  CHECK(sum[1] == Approx(1));
  CHECK(x1[0] == Approx(x1[1]));
  CHECK(x2[0] == Approx(x2[1]));
  CHECK(x1[0] == Approx(0.5));
  CHECK(x2[0] == Approx(0.5));
}

}  // namespace

TEST_CASE("XNOR and XOR never converge, and their certificates verify") {
  for (const char* gate : {"xnor", "xor"}) {
    for (const char* tie : {"0", "1"}) {
      for (const char* rate : {"1", "0.1", "0.3", "7"}) {
        const auto result = measured({{"--gate", gate}, {"--tie", tie}, {"--learning-rate", rate}});
        const auto& attempt = shown(result);
        INFO(gate << ", tie " << tie << ", learning rate " << rate);
        CHECK(attempt.gate.name == find_gate(gate).name);
        CHECK_FALSE(attempt.run.learnt);
        CHECK(attempt.run.epochs == 100);
        REQUIRE(attempt.cycle);
        REQUIRE(attempt.certificate);
        check_by_fractions(attempt.gate.outputs, *attempt.certificate);
        for (const auto& finding : xnor::judge(result)) CHECK(finding.verdict == Verdict::kHolds);
      }
    }
  }
}

TEST_CASE("XNOR's cycle is the one that one finds by hand") {
  // From (0, 1, 0) after the second pass by 00, 01, 10 and 11 back to it, every pass anew.
  const auto result = measured();
  const auto& cycle = *shown(result).cycle;
  CHECK(cycle.first == 2);
  CHECK(cycle.again == 3);
  CHECK(cycle.weights == std::vector<double>{0, 1, 0});
  REQUIRE(cycle.updates.size() == 4);
  CHECK(cycle.updates[0].weights == std::vector<double>{1, 1, 0});
  CHECK(cycle.updates[1].weights == std::vector<double>{0, 1, -1});
  CHECK(cycle.updates[2].weights == std::vector<double>{-1, 0, -1});
  CHECK(cycle.updates[3].weights == std::vector<double>{0, 1, 0});
  CHECK(shown(result).certificate->counts == std::vector<int64_t>{1, 1, 1, 1});
  // What follows is a repetition indeed.
  const auto& updates = shown(result).run.updates;
  for (size_t i = 7; i + 4 < updates.size(); ++i) {
    REQUIRE(updates[i].weights == updates[i + 4].weights);
    REQUIRE(updates[i].example == updates[i + 4].example);
  }
}

TEST_CASE("The other 14 gates are learnt and have no certificate") {
  for (const auto& attempt : measured().gates) {
    const bool parity = attempt.gate.name == "XOR" || attempt.gate.name == "XNOR";
    CHECK(attempt.run.learnt != parity);
    CHECK(attempt.certificate.has_value() == parity);
    CHECK(attempt.cycle.has_value() == parity);
  }
}

TEST_CASE("Too few passes to see the cycle are said to prove nothing") {
  const auto findings = xnor::judge(measured({{"--max-epochs", "2"}}));
  CHECK(findings[0].verdict == Verdict::kHoldsWithLimits);
  CHECK(findings[1].verdict == Verdict::kHoldsWithLimits);
  CHECK(findings[2].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  auto broken = measured();
  broken.gates[broken.shown].run.learnt = true;
  for (const auto& finding : xnor::judge(broken)) CHECK(finding.verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The picture shows both hulls and their point, and plain points without a certificate") {
  const auto result = measured();
  const auto panels = xnor::picture(shown(result)).panels;
  REQUIRE(panels.size() == 2);
  REQUIRE(panels[0].curves.size() == 2);
  REQUIRE(panels[0].marks.size() == 3);
  CHECK(panels[0].marks[2].x == std::vector<double>{0.5});
  CHECK(panels[0].marks[2].y == std::vector<double>{0.5});
  CHECK(panels[1].curves.size() == 3);
  auto open = shown(result);
  open.certificate.reset();
  CHECK(xnor::picture(open).panels[0].curves.empty());
}
