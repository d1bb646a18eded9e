#include "gradus/core/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace gradus {
namespace {

/// Levenshtein distance, one row at a time.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
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
