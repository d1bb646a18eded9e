/// Holding examples out of training.
#pragma once
#include "gradus/data/dataset.h"

#include <cstdint>

namespace gradus::data {

/// Two parts without an example in common.
struct Split {
  Dataset train;     ///< what is left to learn from
  Dataset held_out;  ///< what is only measured
};

/// Holds out round(N × `held_out_fraction`) examples, at least one and never all; both parts keep
/// the data's order. The choice is a function of `seed`. `stratified` (classification only) holds
/// out the same share of every class, to within one example, and never a class's only example
/// while others can be taken.
/// Throws `UsageError` for a fraction outside (0, 1), `DataError` for fewer than two examples.
Split split(const Dataset& dataset, double held_out_fraction, uint64_t seed,
            bool stratified = true);

}  // namespace gradus::data
