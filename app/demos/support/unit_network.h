/// Networks of like units, the output among them, as the course's networks of perceptrons are.
#pragma once
#include "gradus/models/mlp.h"

#include <string>
#include <vector>

namespace gradus::demos {

/// A multilayer perceptron with one output, which passes through the activation as well. Its
/// weights start as PyTorch's.
models::Mlp unit_network(int64_t inputs, const std::vector<int64_t>& hidden,
                         const std::string& activation);

}  // namespace gradus::demos
