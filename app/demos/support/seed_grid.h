/// Several networks, each trained from several seeds.
#pragma once
#include "side_by_side.h"

#include <vector>

namespace gradus::demos {

/// `work(network, i)` for every network below `networks` and every i below `seeds`, side by side;
/// results as [network][i]. The last network goes first: where it is the largest, no long training
/// is left over for one processor alone.
template <typename Work>
auto seed_grid(int64_t networks, int64_t seeds, const Setup& setup, Work work) {
  const auto network_of = [&](int64_t job) { return networks - 1 - job / seeds; };
  auto flat = side_by_side(networks * seeds, setup,
                           [&](int64_t job) { return work(network_of(job), job % seeds); });
  std::vector<decltype(flat)> grid(static_cast<size_t>(networks));
  for (int64_t job = 0; job < networks * seeds; ++job) {
    grid[static_cast<size_t>(network_of(job))].push_back(std::move(flat[static_cast<size_t>(job)]));
  }
  return grid;
}

/// The same with `work(item, i)` for every one of `items`.
template <typename Item, typename Work>
auto seed_grid(const std::vector<Item>& items, int64_t seeds, const Setup& setup, Work work) {
  return seed_grid(static_cast<int64_t>(items.size()), seeds, setup,
                   [&](int64_t k, int64_t i) { return work(items[static_cast<size_t>(k)], i); });
}

/// One number of every result, as [network][i]: `column(grid, &Accuracies::test)`.
template <typename T>
std::vector<std::vector<double>> column(const std::vector<std::vector<T>>& grid,
                                        double T::*member) {
  std::vector<std::vector<double>> values;
  for (const auto& row : grid) {
    values.emplace_back();
    for (const auto& one : row) values.back().push_back(one.*member);
  }
  return values;
}

}  // namespace gradus::demos
