/// The sigmoid beside the perceptron's step, with the flowers where they lie on it.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/report/panel.h"

namespace gradus::demos {

/// `z` and `probability` [N] of the examples of `iris`, whose classes are 0 and 1.
report::Panel smooth_step(const data::Dataset& iris, const torch::Tensor& z,
                          const torch::Tensor& probability);

}  // namespace gradus::demos
