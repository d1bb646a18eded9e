/// Holding examples out of training.
#pragma once
#include "gradus/data/dataset.h"

#include <cstdint>

namespace gradus::data {

struct Split {
  Dataset train, held_out;
};

/// Holds out round(N × `held_out_fraction`) examples, at least one and never all; both parts keep
/// the data's order. The choice is a function of `seed`. `stratified` (classification only) holds
/// out the same share of every class, to within one example, and never a class's only example
/// while others can be taken.
/// Throws `UsageError` for a fraction outside (0, 1), `DataError` for fewer than two examples.
Split split(const Dataset& dataset, double held_out_fraction, uint64_t seed,
            bool stratified = true);

}  // namespace gradus::data
