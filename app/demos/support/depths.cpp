#include "depths.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::demos {

std::vector<int64_t> read_depths(const Settings& flags, bool quick) {
  constexpr int64_t kMost = 50;
  const std::vector<int64_t> all = {1, 2, 3, 4, 5, 6, 7, 8}, few = {1, 2, 4};
  auto depths = flags.integers("--depths", quick ? few : all, {1, kMost},
                               "numbers of hidden layers: 1, 2 and at least one above");
  std::ranges::sort(depths);
  const bool twice = std::ranges::adjacent_find(depths) != depths.end();
  if (twice || depths.size() < 3 || depths[0] != 1 || depths[1] != 2) {
    throw UsageError("--depths={}: expected 1, 2 and at least one above, each once",
                     fmt::format("{}", fmt::join(depths, "-")));
  }
  return depths;
}

}  // namespace gradus::demos
