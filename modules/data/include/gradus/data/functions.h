/// The functions of one variable behind the data set `function`, where their exact values are
/// wanted instead of noisy samples.
#pragma once
#include <torch/types.h>

#include <string>
#include <vector>

namespace gradus::data {

/// The kinds of the data set `function`, all defined on [-1, 1] with values in about [-1, 1].
std::vector<std::string> function_names();

/// f(x) for `x` of any shape and floating type, in the same. Throws `UsageError` for an unknown
/// name, nearest first.
torch::Tensor function_values(const std::string& name, const torch::Tensor& x);

}  // namespace gradus::data
