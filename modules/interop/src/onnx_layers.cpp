#include "onnx_layers.h"

#include "layer_names.h"

namespace gradus::interop {
namespace {

OnnxAttribute real(const char* name, double value) {
  return {name, static_cast<float>(value)};
}

OnnxAttribute integer(const char* name, int64_t value) {
  return {name, value};
}

OnnxAttribute text(const char* name, const char* value) {
  return {name, std::string(value)};
}

std::string add_step(OnnxGraph& graph, double tie, const std::string& x) {
  constexpr int64_t kFloat32 = 1;
  const auto above = graph.node(tie == 1 ? "GreaterOrEqual" : "Greater", {x, graph.number(0)});
  return graph.node("Cast", {above}, {integer("to", kFloat32)});
}

/// x where sharpness x is above the threshold, as PyTorch has it; ONNX knows neither.
std::string add_softplus(OnnxGraph& graph, double sharpness, double threshold,
                         const std::string& x) {
  const bool is_plain = sharpness == 1;
  const auto factor = is_plain ? "" : graph.number(sharpness);
  const auto scaled = is_plain ? x : graph.node("Mul", {x, factor});
  const auto curve = graph.node("Softplus", {scaled});
  const auto bend = is_plain ? curve : graph.node("Div", {curve, factor});
  const auto beyond = graph.node("Greater", {scaled, graph.number(threshold)});
  return graph.node("Where", {beyond, x, bend});
}

std::string add_activation(OnnxGraph& graph, const ActivationLayer& layer, const std::string& x) {
  switch (layer.kind) {
    case ActivationKind::kIdentity:
      return x;
    case ActivationKind::kSign:
      return graph.node("Sign", {x});
    case ActivationKind::kStep:
      return add_step(graph, layer.a, x);
    case ActivationKind::kSigmoid:
      return graph.node("Sigmoid", {x});
    case ActivationKind::kTanh:
      return graph.node("Tanh", {x});
    case ActivationKind::kReLU:
      return graph.node("Relu", {x});
    case ActivationKind::kLeakyReLU:
      return graph.node("LeakyRelu", {x}, {real("alpha", layer.a)});
    case ActivationKind::kELU:
      return graph.node("Elu", {x}, {real("alpha", layer.a)});
    case ActivationKind::kSELU:
      return graph.node("Selu", {x});  // by default with PyTorch's two constants
    case ActivationKind::kGELU:
      return graph.node("Gelu", {x});
    case ActivationKind::kGELUTanh:
      return graph.node("Gelu", {x}, {text("approximate", "tanh")});
    case ActivationKind::kSiLU:
      return graph.node("Mul", {x, graph.node("Sigmoid", {x})});
    case ActivationKind::kSoftplus:
      return add_softplus(graph, layer.a, layer.b, x);
    case ActivationKind::kMish:
      return graph.node("Mish", {x});
    case ActivationKind::kHardtanh:
      return graph.node("Clip", {x, graph.number(layer.a), graph.number(layer.b)});
  }
  return x;
}

}  // namespace

std::string add_layer(OnnxGraph& graph, const NamedLayer& named, const std::string& x) {
  const auto tensor = [&](std::string_view name, const torch::Tensor& values) {
    return graph.tensor(tensor_name(named, name), values);
  };
  return std::visit(
      ByLayer{
          [&](const LinearLayer& layer) {
            std::vector<std::string> inputs = {x, tensor("weight", layer.weight)};
            if (layer.bias.defined()) inputs.push_back(tensor("bias", layer.bias));
            return graph.node("Gemm", inputs, {integer("transB", 1)});
          },
          [&](const PReLULayer& layer) {
            return graph.node("PRelu", {x, tensor("weight", layer.slope)});
          },
          [&](const DropoutLayer&) { return x; },
          [&](const BatchNormLayer& layer) {
            return graph.node("BatchNormalization",
                              {x, tensor("weight", layer.weight), tensor("bias", layer.bias),
                               tensor("running_mean", layer.running_mean),
                               tensor("running_var", layer.running_variance)},
                              {real("epsilon", layer.epsilon)});
          },
          [&](const LayerNormLayer& layer) {
            return graph.node("LayerNormalization",
                              {x, tensor("weight", layer.weight), tensor("bias", layer.bias)},
                              {integer("axis", -1), real("epsilon", layer.epsilon)});
          },
          [&](const ActivationLayer& layer) { return add_activation(graph, layer, x); },
      },
      named.layer);
}

}  // namespace gradus::interop
