/// Logic gates as perceptrons with weights set by hand.
#pragma once
#include "gradus/models/perceptron.h"

#include <vector>

namespace gradus::models {

/// A perceptron with the weights W = (b, w₁, w₂, …) on (1, x₁, x₂, …). Throws `UsageError` when
/// there is no weight beside the intercept.
Perceptron make_gate(const std::vector<double>& weights,
                     PerceptronForm form = PerceptronForm::kBias);

/// W = (-3, 2, 2): 1 for (1, 1) alone.
Perceptron and_gate(PerceptronForm form = PerceptronForm::kBias);

/// W = (-1, 2, 2): 0 for (0, 0) alone.
Perceptron or_gate(PerceptronForm form = PerceptronForm::kBias);

}  // namespace gradus::models
