#include "script_source.h"

#include "layer_names.h"
#include "module_path.h"

#include <fmt/format.h>

#include <cmath>

namespace gradus::interop {
namespace {

// `define` knows dtypes by their numbers alone.
constexpr int kByte = static_cast<int>(torch::kUInt8);
constexpr int kFloat = static_cast<int>(torch::kFloat32);

/// As the same double, and as no integer.
std::string real_text(double value) {
  if (std::isinf(value)) return fmt::format("float(\"{}\")", value);
  auto text = fmt::format("{}", value);  // the shortest that reads back
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

/// `getattr` takes names that are no identifiers, as `0` in `layers.0.weight`.
std::string tensor_text(const std::string& name) {
  std::string text = "self";
  for (const auto& part : split_path(name)) text = fmt::format("getattr({}, \"{}\")", text, part);
  return text;
}

std::string tensor_text(const NamedLayer& layer, std::string_view tensor) {
  return tensor_text(tensor_name(layer, tensor));
}

std::string bias_text(const NamedLayer& layer, const torch::Tensor& bias) {
  return bias.defined() ? tensor_text(layer, "bias") : "None";
}

std::string activation_text(const ActivationLayer& layer) {
  const auto a = real_text(layer.a), b = real_text(layer.b);
  switch (layer.kind) {
    case ActivationKind::kIdentity:
      return "x";
    case ActivationKind::kSign:
      return "torch.sign(x)";
    case ActivationKind::kStep:
      return fmt::format("torch.{}(x, 0.0).to(dtype=x.dtype)", layer.a == 1 ? "ge" : "gt");
    case ActivationKind::kSigmoid:
      return "torch.sigmoid(x)";
    case ActivationKind::kTanh:
      return "torch.tanh(x)";
    case ActivationKind::kReLU:
      return "torch.relu(x)";
    case ActivationKind::kLeakyReLU:
      return fmt::format("torch.leaky_relu(x, {})", a);
    case ActivationKind::kELU:
      return fmt::format("torch.elu(x, {})", a);
    case ActivationKind::kSELU:
      return "torch.selu(x)";
    case ActivationKind::kGELU:
      return "torch.gelu(x)";
    case ActivationKind::kGELUTanh:
      return "torch.gelu(x, approximate=\"tanh\")";
    case ActivationKind::kSiLU:
      return "torch.silu(x)";
    case ActivationKind::kSoftplus:
      return fmt::format("torch.softplus(x, {}, {})", a, b);
    case ActivationKind::kMish:
      return "torch.mish(x)";
    case ActivationKind::kHardtanh:
      return fmt::format("torch.hardtanh(x, {}, {})", a, b);
  }
  return "x";
}

std::string layer_text(const NamedLayer& named) {
  const auto text = [&](std::string_view tensor) { return tensor_text(named, tensor); };
  return std::visit(
      ByLayer{
          [&](const LinearLayer& layer) {
            return fmt::format("torch.linear(x, {}, {})", text("weight"),
                               bias_text(named, layer.bias));
          },
          [&](const PReLULayer&) { return fmt::format("torch.prelu(x, {})", text("weight")); },
          [](const DropoutLayer&) { return std::string("x"); },
          [&](const BatchNormLayer& layer) {
            return fmt::format("torch.batch_norm(x, {}, {}, {}, {}, False, 0.0, {}, True)",
                               text("weight"), text("bias"), text("running_mean"),
                               text("running_var"), real_text(layer.epsilon));
          },
          [&](const LayerNormLayer& layer) {
            return fmt::format("torch.layer_norm(x, [{}], {}, {}, {}, True)", layer.weight.size(0),
                               text("weight"), text("bias"), real_text(layer.epsilon));
          },
          [](const ActivationLayer& layer) { return activation_text(layer); },
      },
      named.layer);
}

/// Of the first weights there are: `.double()` on the loaded program then has its effect.
std::string type_text(const std::vector<NamedLayer>& layers) {
  for (const auto& layer : layers) {
    if (has_tensors(layer)) return tensor_text(layer, "weight") + ".dtype";
  }
  return fmt::format("{}", kFloat);
}

std::string result_text(const Network& network, const std::string& numbers) {
  if (!network.is_classifier) {
    if (!network.target_mean.defined()) return "x";
    return fmt::format("x * self.{0}[3].to(x.device) + self.{0}[2].to(x.device)", numbers);
  }
  if (layer_outputs(network) > 1) return "torch.softmax(x, 1)";
  // Not 1 - sigmoid(x): both stay exact for large scores.
  return "torch.cat([torch.sigmoid(-x), torch.sigmoid(x)], 1)";
}

}  // namespace

std::string script_source(const Network& network, const std::string& numbers) {
  const auto& layers = require_layers(network, "TorchScript");
  std::string source = "def forward(self, inputs: Tensor) -> Tensor:\n";
  const auto add = [&](const std::string& line) { source += "    " + line + "\n"; };
  const auto expected = fmt::format("\"expected examples of {} numbers\"", network.in_features);
  add("assert inputs.dim() > 1, " + expected);
  add("x = torch.flatten(inputs, 1)");
  // One column alone would be repeated without a word.
  add(fmt::format("assert x.size(1) == {}, {}", network.in_features, expected));
  add(fmt::format("x = x.to(dtype={})", kFloat));
  add(fmt::format("if inputs.dtype == {}:", kByte));
  add("    x = x / 255.0");
  add(fmt::format("x = (x - self.{0}[0].to(x.device)) / self.{0}[1].to(x.device)", numbers));
  add(fmt::format("x = x.to(dtype={})", type_text(layers)));
  for (const auto& layer : layers) {
    const auto text = layer_text(layer);
    if (text != "x") add("x = " + text);
  }
  add("return " + result_text(network, numbers));
  return source;
}

}  // namespace gradus::interop
