/// What the exports of a network's layers share.
#pragma once
#include "gradus/interop/network.h"

#include <string>
#include <string_view>
#include <vector>

namespace gradus::interop {

/// Throws `CheckpointError` where there are none: `form` is what the network should have become.
const std::vector<NamedLayer>& require_layers(const Network& network, std::string_view form);

/// As the state has it: `layers.0` and `weight` to `layers.0.weight`.
std::string tensor_name(const NamedLayer& layer, std::string_view tensor);

/// How many numbers a row has after the layers. A two-class model may return one score.
int64_t layer_outputs(const Network& network);

/// For `std::visit`: one lambda for each type of layer.
template <typename... Cases>
struct ByLayer : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
ByLayer(Cases...) -> ByLayer<Cases...>;

}  // namespace gradus::interop
