#include "region_colours.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus::report {
namespace {

constexpr double kPalest = 0.14, kStrongest = 0.42;  // share of the class' colour on white

double best_of_others(const Region& region, size_t k, size_t index) {
  double best = -std::numeric_limits<double>::infinity();
  for (size_t j = 0; j < region.scores.size(); ++j) {
    if (j != k) best = std::max(best, region.scores[j].values[index]);
  }
  return best;
}

bool changes_sign(const Grid& grid) {
  const auto [low, high] = std::ranges::minmax(grid.values);
  return low < 0 && high > 0;
}

}  // namespace

Rgb parse_colour(const std::string& hex) {
  const auto byte = [&](size_t at) { return std::stoi(hex.substr(at, 2), nullptr, 16); };
  return {byte(1), byte(3), byte(5)};
}

int64_t cell_count(const Region& region) {
  return static_cast<int64_t>(region.scores.front().values.size());
}

RegionCell region_cell(const Region& region, size_t index) {
  if (region.scores.size() == 1) {
    const double score = region.scores.front().values[index];
    return {score > 0 ? 1 : 0, std::tanh(std::abs(score) / 2)};  // |2 sigmoid(score) - 1|
  }
  size_t winner = 0;
  for (size_t k = 1; k < region.scores.size(); ++k) {
    if (region.scores[k].values[index] > region.scores[winner].values[index]) winner = k;
  }
  const double lead = region.scores[winner].values[index] - best_of_others(region, winner, index);
  return {static_cast<int64_t>(winner), std::tanh(lead / 2)};
}

Rgb tint(const RegionCell& cell) {
  const Rgb colour = parse_colour(class_colour(cell.winner));
  const double share = kPalest + (kStrongest - kPalest) * cell.certainty;
  const auto mix = [&](int value) {
    return static_cast<int>(std::lround(255 + share * (value - 255)));
  };
  return {mix(colour.red), mix(colour.green), mix(colour.blue)};
}

std::vector<Grid> boundary_grids(const Region& region) {
  std::vector<Grid> grids;
  if (region.scores.size() == 1) {
    if (changes_sign(region.scores.front())) grids.push_back(region.scores.front());
    return grids;
  }
  for (size_t k = 0; k < region.scores.size(); ++k) {
    Grid lead = region.scores[k];
    for (size_t i = 0; i < lead.values.size(); ++i) lead.values[i] -= best_of_others(region, k, i);
    if (changes_sign(lead)) grids.push_back(std::move(lead));
    if (region.scores.size() == 2) break;  // the other's line is the same
  }
  return grids;
}

}  // namespace gradus::report
