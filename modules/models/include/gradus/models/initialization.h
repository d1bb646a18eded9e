/// Starting weights by name.
#pragma once
#include <torch/nn/module.h>

#include <string>
#include <vector>

namespace gradus::models {

/// How the weights of linear layers start. Biases start at 0, except with PyTorch's default.
enum class Initialization {
  kPyTorch,      ///< U(-1/sqrt(fan_in), 1/sqrt(fan_in)), biases too: what the layer itself draws
  kXavier,       ///< U(-a, a), a = sqrt(6 / (fan_in + fan_out)); Glorot and Bengio, 2010
  kHe,           ///< N(0, 2 / fan_in), for the ReLU family; He et al., 2015
  kLeCun,        ///< N(0, 1 / fan_in); LeCun et al., 1998
  kSmallNormal,  ///< N(0, 0.01²): the old recipe, too small for deep networks
  kZero,         ///< all 0: no symmetry is ever broken in a hidden layer
};

/// `pytorch`, `xavier`, `he`, `lecun`, `small_normal`, `zero`.
const std::vector<std::string>& initialization_names();
/// One of these names.
std::string to_string(Initialization initialization);
/// Throws `UsageError` with the nearest names.
Initialization parse_initialization(const std::string& name);

/// Draws the weights of all `torch::nn::Linear` in `module` anew, in order of registration, from
/// LibTorch's global generator: the same numbers as Python's `torch.nn.init` under the same seed.
void initialize(torch::nn::Module& module, Initialization initialization);

}  // namespace gradus::models
