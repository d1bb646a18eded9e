/// The perceptron rule on a logic gate, step by step.
#pragma once
#include "demo.h"
#include "gradus/models/perceptron_rule.h"
#include "gradus/report/panel.h"
#include "logic_gates.h"

#include <cstdint>
#include <vector>

namespace gradus::demos {

struct RuleSettings {
  int64_t max_epochs = 1000;
  double learning_rate = 1;
  int64_t tie = 0;  ///< what the neuron says at z = 0
};

/// Reads `--max-epochs`, up to `most_epochs`, `--learning-rate` and `--tie`.
RuleSettings read_rule(const Settings& flags, int64_t max_epochs, int64_t most_epochs);

struct RuleRun {
  std::vector<double> start;  ///< W = (b, w₁, w₂) before all updates
  bool learnt = false;        ///< ended, and right on every row
  int64_t epochs = 0;
  std::vector<models::PerceptronUpdate> updates = {};
  int64_t tie = 0;

  const std::vector<double>& weights() const {
    return updates.empty() ? start : updates.back().weights;
  }
};

RuleRun run_rule(const TruthTable& gate, const std::vector<double>& start,
                 const RuleSettings& settings, const Setup& setup);

/// b, w₁ and w₂ over the first `most` updates.
report::Panel weights_panel(const RuleRun& run, size_t most);

/// The line before all updates and after each, a panel each with the example just learnt from in a
/// ring; of more than `most` panels some of those between are left out.
report::Panels step_panels(const RuleRun& run, const TruthTable& gate, size_t most);

}  // namespace gradus::demos
