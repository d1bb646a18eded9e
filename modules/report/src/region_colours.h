/// The look of a decision region: which class wins, how clearly, where the boundary runs.
#pragma once
#include "gradus/report/panel.h"

#include <cstdint>
#include <vector>

namespace gradus::report {

struct Rgb {
  int red, green, blue;
};

/// `#RRGGBB` to numbers from 0 to 255.
Rgb parse_colour(const std::string& hex);

struct RegionCell {
  int64_t winner;    ///< class
  double certainty;  ///< 0 on the boundary to 1
};

int64_t cell_count(const Region& region);
/// Class and certainty at value `index` of the region's grids.
RegionCell region_cell(const Region& region, size_t index);
/// The class' colour on white, stronger with certainty.
Rgb tint(const RegionCell& cell);

/// Grids whose zero lines are the boundaries: the single grid itself, or for each of several
/// classes its score less the best of the others'. Those that never change sign are left out.
std::vector<Grid> boundary_grids(const Region& region);

}  // namespace gradus::report
