/// One hidden layer set by hand: half planes, and an output that counts them.
#pragma once
#include "gradus/models/mlp.h"
#include "gradus/report/panel.h"

namespace gradus::demos {

/// `units` step units whose lines touch the unit circle, evenly turned, each 1 on the side of the
/// centre; class 1 where at least `needed` of them are 1. All of them is an AND, and its region a
/// strip for 2 units, a polygon for more; one of them is an OR.
models::Mlp half_planes(int64_t units, int64_t needed);

/// The regions of an AND of two, an AND of five, and a vote of four in five.
report::Panels half_planes_picture();

}  // namespace gradus::demos
