/// Learning a gate: the perceptron rule, and how many updates it can need.
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"
#include "rule_starts.h"

namespace gradus::demos::learning_rule {

struct Options {
  std::string gate;  ///< whose line is drawn
  StartSettings starts;
  RuleSettings rule;
};

struct Gate {
  LogicGate gate;
  models::Separation separation;
  double bound = 0;  ///< (R/γ)²
  RuleRun from_zero;
  std::vector<RuleStarts> starts = {};  ///< from short to long
};

struct Result {
  std::vector<Gate> gates;
  double learning_rate = 1;
  size_t shown = 0;
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
/// Updates against the length of the start, with both bounds.
report::Panels picture(const Result& result);

}  // namespace gradus::demos::learning_rule
