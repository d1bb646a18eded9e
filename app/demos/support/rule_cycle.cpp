#include "rule_cycle.h"

#include <map>

namespace gradus::demos {

std::vector<int64_t> RuleCycle::counts(int64_t examples) const {
  std::vector<int64_t> counts(static_cast<size_t>(examples), 0);
  for (const auto& update : updates) ++counts.at(static_cast<size_t>(update.example));
  return counts;
}

std::vector<std::vector<report::Text>> RuleCycle::rows(const TruthTable& gate) const {
  using report::number;
  std::vector<std::vector<report::Text>> rows;
  for (const auto& [epoch, example, after] : updates) {
    rows.push_back({number("{}", epoch), number("({}, {})", example / 2, example % 2),
                    number("{}", gate.at(static_cast<size_t>(example))), triple(after)});
  }
  return rows;
}

std::optional<RuleCycle> find_cycle(const std::vector<double>& start,
                                    const std::vector<models::PerceptronUpdate>& updates) {
  std::map<std::vector<double>, int64_t> pass_of = {{start, 0}};
  for (size_t i = 0; i < updates.size(); ++i) {
    // A pass without updates ends the rule, so that every other pass has a last one.
    const bool ends_pass = i + 1 == updates.size() || updates[i + 1].epoch != updates[i].epoch;
    if (!ends_pass) continue;
    const auto [known, is_new] = pass_of.emplace(updates[i].weights, updates[i].epoch);
    if (is_new) continue;
    RuleCycle cycle{known->second, updates[i].epoch, updates[i].weights, {}};
    for (size_t k = 0; k <= i; ++k) {
      if (updates[k].epoch > cycle.first) cycle.updates.push_back(updates[k]);
    }
    return cycle;
  }
  return std::nullopt;
}

}  // namespace gradus::demos
