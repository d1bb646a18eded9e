/// Not linearly separable: the perceptron rule on XNOR, and the proof that no line exists.
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"
#include "hull_certificate.h"
#include "rule_cycle.h"
#include "rule_run.h"

namespace gradus::demos::xnor {

struct Options {
  std::string gate;  ///< that is shown in full
  RuleSettings rule;
};

/// The rule on one gate, from zero weights.
struct Attempt {
  LogicGate gate;
  RuleRun run = {};
  std::optional<RuleCycle> cycle = {};
  std::optional<HullCertificate> certificate = {};  ///< by the cycle's counts
};

struct Result {
  std::vector<Attempt> gates;  ///< all 16
  size_t shown;                ///< the one in full
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Attempt& attempt);

}  // namespace gradus::demos::xnor
