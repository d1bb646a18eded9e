#include "gradus/core/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gradus {
namespace {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other
/// (optimal string alignment).
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({substituted, d[i - 1][j] + 1, d[i][j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::vector<std::string> nearest_first(std::string_view name, std::vector<std::string> candidates) {
  std::ranges::sort(candidates);
  std::ranges::stable_sort(candidates, {},
                           [&](const std::string& c) { return edit_distance(name, c); });
  return candidates;
}

std::string unknown_name_message(std::string_view kind, std::string_view name,
                                 std::vector<std::string> candidates) {
  if (candidates.empty()) return fmt::format("unknown {} '{}': it has none", kind, name);
  const auto sorted = nearest_first(name, std::move(candidates));
  // Further away than a third of its letters, a name is not a typing mistake.
  const bool near = edit_distance(name, sorted.front()) <= std::max<size_t>(2, name.size() / 3);
  const auto question = near ? fmt::format("did you mean '{}'? ", sorted.front()) : std::string();
  return fmt::format("unknown {} '{}': {}Known: {}", kind, name, question, fmt::join(sorted, ", "));
}

}  // namespace gradus
