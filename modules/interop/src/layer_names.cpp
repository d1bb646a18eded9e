#include "layer_names.h"

#include "gradus/core/error.h"

#include <cmath>

namespace gradus::interop {
namespace {

/// Neither language can write NaN, which makes a network that predicts nothing.
void check_settings(const Network& network, std::string_view form) {
  for (const auto& named : *network.layers) {
    const auto* layer = std::get_if<ActivationLayer>(&named.layer);
    if (layer == nullptr || !(std::isnan(layer->a) || std::isnan(layer->b))) continue;
    throw CheckpointError(
        "model '{}' cannot be exported as {}: an activation is set to nan: expected numbers in its "
        "feed_forward_layers()",
        network.model, form);
  }
}

}  // namespace

const std::vector<NamedLayer>& require_layers(const Network& network, std::string_view form) {
  if (network.layers) {
    check_settings(network, form);
    return *network.layers;
  }
  throw CheckpointError(
      "model '{}' cannot be exported as {}: it is no plain stack of layers that gradus knows; "
      "export its weights instead, as safetensors or state-dict",
      network.model, form);
}

std::string tensor_name(const NamedLayer& layer, std::string_view tensor) {
  return fmt::format("{}{}{}", layer.module, layer.module.empty() ? "" : ".", tensor);
}

int64_t layer_outputs(const Network& network) {
  int64_t width = network.in_features;
  for (const auto& named : *network.layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&named.layer)) width = linear->weight.size(0);
  }
  return width;
}

}  // namespace gradus::interop
