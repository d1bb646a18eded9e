/// Activation functions by name.
#pragma once
#include "gradus/core/registry.h"
#include "gradus/core/settings.h"

#include <torch/nn/modules/container/any.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::models {

/// Builds a module that maps a tensor of any shape to one of the same shape.
using ActivationFactory = std::function<torch::nn::AnyModule(const Settings&)>;

/// sign, step, identity, sigmoid, tanh, relu, prelu, leaky_relu, elu, selu, gelu, silu, softplus,
/// mish, hardtanh; `add` takes a user's own.
Registry<ActivationFactory>& activations();

/// Builds an activation from a name with options, as in `relu`, `leaky_relu:slope=0.1` or
/// `hardtanh:min=-2:max=2`. Options are joined by colons, because an activation is often a value
/// inside a model's own comma-separated options (`hidden=64,activation=elu:alpha=0.5`); commas are
/// accepted as well. Throws `UsageError` for unknown names and keys (nearest first), and for values
/// out of range.
///
///     auto f = make_activation("leaky_relu:slope=0.1");
///     torch::Tensor y = f.forward(x);
torch::nn::AnyModule make_activation(std::string_view text);

/// The options that the activation `name` accepts, with defaults and help.
std::vector<Settings::Known> activation_options(const std::string& name);

}  // namespace gradus::models
