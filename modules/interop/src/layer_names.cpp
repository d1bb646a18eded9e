#include "layer_names.h"

#include "gradus/core/error.h"

namespace gradus::interop {

const std::vector<NamedLayer>& require_layers(const Network& network, std::string_view form) {
  if (network.layers) return *network.layers;
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
