#include "gradus/interop/onnx.h"

#include "gradus/core/error.h"
#include "layer_names.h"
#include "onnx_graph.h"
#include "onnx_layers.h"

#include <nlohmann/json.hpp>

namespace gradus::interop {
namespace {

// Field numbers of ModelProto, OperatorSetIdProto and StringStringEntryProto in onnx/onnx.proto3.
constexpr uint32_t kIrVersion = 1, kProducer = 2, kProducerVersion = 3, kGraph = 7, kOperators = 8,
                   kMetadata = 14;
constexpr uint32_t kOperatorsVersion = 2, kKey = 1, kValue = 2;

/// The first with Gelu, and the format of the release that brought it (ONNX 1.15).
constexpr uint64_t kOperatorSet = 20, kFormat = 9;

/// Protocol buffers end at 2 GiB; a little is left for what is not weights.
constexpr int64_t kMaxBytes = 2'000'000'000;

void check_size(const Network& network) {
  int64_t bytes = 0;
  for (const auto& [name, tensor] : network.state)
    bytes += tensor.numel() * static_cast<int64_t>(sizeof(float));
  if (bytes <= kMaxBytes) return;
  throw CheckpointError(
      "model '{}' cannot be exported as ONNX: its weights take {} bytes and one file holds {}; "
      "export them as safetensors, state-dict or torchscript",
      network.model, bytes, kMaxBytes);
}

std::string add_standardization(OnnxGraph& graph, const Network& network, const std::string& x) {
  const auto rows = graph.node("Flatten", {x}, {{"axis", int64_t{1}}});
  const auto centred = graph.node("Sub", {rows, graph.tensor("input_mean", network.input_mean)});
  return graph.node("Div", {centred, graph.tensor("input_std", network.input_std)});
}

void add_probabilities(OnnxGraph& graph, int64_t outputs, const std::string& z) {
  const OnnxAttribute columns{"axis", int64_t{1}};
  const char* const name = "probabilities";
  graph.set_output(name, {std::max<int64_t>(outputs, 2)});
  if (outputs > 1) {
    graph.node("Softmax", {z}, {columns}, name);
    return;
  }
  // Not 1 - sigmoid(z): both stay exact for large scores.
  const auto first = graph.node("Sigmoid", {graph.node("Neg", {z})});
  graph.node("Concat", {first, graph.node("Sigmoid", {z})}, {columns}, name);
}

void add_values(OnnxGraph& graph, const Network& network, int64_t outputs, const std::string& z) {
  const char* const name = "values";
  graph.set_output(name, {outputs});
  if (!network.target_mean.defined()) {
    graph.node("Identity", {z}, {}, name);
    return;
  }
  const auto scaled = graph.node("Mul", {z, graph.tensor("target_std", network.target_std)});
  graph.node("Add", {scaled, graph.tensor("target_mean", network.target_mean)}, {}, name);
}

OnnxGraph make_graph(const Network& network) {
  OnnxGraph graph(network.model);
  graph.set_input("inputs", network.input_shape);
  auto x = add_standardization(graph, network, "inputs");
  for (const auto& layer : *network.layers) x = add_layer(graph, layer, x);
  const auto outputs = layer_outputs(network);
  if (network.is_classifier) {
    add_probabilities(graph, outputs, x);
  } else {
    add_values(graph, network, outputs, x);
  }
  return graph;
}

/// Names go as a JSON list, since they may hold any character.
void add_names(ProtobufWriter& model, const char* key, const std::vector<std::string>& names) {
  if (names.empty()) return;
  const auto text =
      nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  model.message(kMetadata, ProtobufWriter().bytes(kKey, key).bytes(kValue, text));
}

}  // namespace

std::string to_onnx(const Network& network) {
  require_layers(network, "ONNX");
  check_size(network);
  ProtobufWriter model;
  model.varint(kIrVersion, kFormat).bytes(kProducer, "gradus");
  model.bytes(kProducerVersion, GRADUS_VERSION).message(kGraph, make_graph(network).message());
  model.message(kOperators, ProtobufWriter().varint(kOperatorsVersion, kOperatorSet));
  add_names(model, "class_names", network.class_names);
  add_names(model, "feature_names", network.feature_names);
  add_names(model, "target_names", network.target_names);
  return model.text();
}

}  // namespace gradus::interop
