#include "layer_values.h"

#include <torch/csrc/autograd/autograd.h>

namespace gradus::training {
namespace {

using Kind = ActivationKind;
using torch::Tensor;

Tensor activate(const ActivationLayer& layer, const Tensor& x) {
  switch (layer.kind) {
    case Kind::kIdentity:
      return x;
    case Kind::kSign:
      return x.sign();
    case Kind::kStep:
      return at::heaviside(x, torch::full({}, layer.a, x.options()));
    case Kind::kSigmoid:
      return x.sigmoid();
    case Kind::kTanh:
      return x.tanh();
    case Kind::kReLU:
      return x.relu();
    case Kind::kLeakyReLU:
      return at::leaky_relu(x, layer.a);
    case Kind::kELU:
      return at::elu(x, layer.a);
    case Kind::kSELU:
      return at::selu(x);
    case Kind::kGELU:
      return at::gelu(x);
    case Kind::kGELUTanh:
      return at::gelu(x, "tanh");
    case Kind::kSiLU:
      return at::silu(x);
    case Kind::kSoftplus:
      return at::softplus(x, layer.a, layer.b);
    case Kind::kMish:
      return at::mish(x);
    case Kind::kHardtanh:
      return at::hardtanh(x, layer.a, layer.b);
  }
  return x;
}

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::kIdentity:
      return "identity";
    case Kind::kSign:
      return "sign";
    case Kind::kStep:
      return "step";
    case Kind::kSigmoid:
      return "sigmoid";
    case Kind::kTanh:
      return "tanh";
    case Kind::kReLU:
      return "relu";
    case Kind::kLeakyReLU:
      return "leaky_relu";
    case Kind::kELU:
      return "elu";
    case Kind::kSELU:
      return "selu";
    case Kind::kGELU:
      return "gelu";
    case Kind::kGELUTanh:
      return "gelu:approximate=tanh";
    case Kind::kSiLU:
      return "silu";
    case Kind::kSoftplus:
      return "softplus";
    case Kind::kMish:
      return "mish";
    case Kind::kHardtanh:
      return "hardtanh";
  }
  return "activation";
}

/// Computes, names or lists, by kind of layer.
struct Output {
  const Tensor& x;
  Tensor operator()(const LinearLayer& l) const { return at::linear(x, l.weight, l.bias); }
  Tensor operator()(const ActivationLayer& l) const { return activate(l, x); }
  Tensor operator()(const PReLULayer& l) const { return at::prelu(x, l.slope); }
  Tensor operator()(const DropoutLayer&) const { return x; }
  Tensor operator()(const BatchNormLayer& l) const {
    return at::batch_norm(x, l.weight, l.bias, l.running_mean, l.running_variance,
                          /*training=*/false, l.momentum, l.epsilon, /*cudnn_enabled=*/false);
  }
  Tensor operator()(const LayerNormLayer& l) const {
    return at::layer_norm(x, l.weight.sizes(), l.weight, l.bias, l.epsilon);
  }
};

struct Name {
  std::string operator()(const LinearLayer&) const { return "linear"; }
  std::string operator()(const ActivationLayer& l) const { return name_of(l.kind); }
  std::string operator()(const PReLULayer&) const { return "prelu"; }
  std::string operator()(const DropoutLayer&) const { return "dropout"; }
  std::string operator()(const BatchNormLayer&) const { return "batch normalization"; }
  std::string operator()(const LayerNormLayer&) const { return "layer normalization"; }
};

struct Parameters {
  using Tensors = std::vector<Tensor>;
  Tensors operator()(const LinearLayer& l) const { return {l.weight, l.bias}; }
  Tensors operator()(const ActivationLayer&) const { return {}; }
  Tensors operator()(const PReLULayer& l) const { return {l.slope}; }
  Tensors operator()(const DropoutLayer&) const { return {}; }
  Tensors operator()(const BatchNormLayer& l) const { return {l.weight, l.bias}; }
  Tensors operator()(const LayerNormLayer& l) const { return {l.weight, l.bias}; }
};

}  // namespace

Tensor layer_output(const Layer& layer, const Tensor& inputs) {
  return std::visit(Output{inputs}, layer);
}

std::string layer_kind_name(const Layer& layer) {
  return std::visit(Name{}, layer);
}

LayerFigures::Kind layer_kind(const Layer& layer) {
  if (std::holds_alternative<LinearLayer>(layer)) return LayerFigures::Kind::kLinear;
  if (!has_slope(layer)) return LayerFigures::Kind::kOther;
  const auto* activation = std::get_if<ActivationLayer>(&layer);
  const bool saturates = activation != nullptr &&
                         (activation->kind == Kind::kSigmoid || activation->kind == Kind::kTanh ||
                          activation->kind == Kind::kHardtanh);
  return saturates ? LayerFigures::Kind::kSaturating : LayerFigures::Kind::kRectifier;
}

std::vector<Tensor> layer_parameters(const Layer& layer) {
  return std::visit(Parameters{}, layer);
}

bool has_slope(const Layer& layer) {
  if (std::holds_alternative<PReLULayer>(layer)) return true;
  const auto* activation = std::get_if<ActivationLayer>(&layer);
  return activation != nullptr && activation->kind != Kind::kIdentity &&
         activation->kind != Kind::kSign && activation->kind != Kind::kStep;
}

Tensor relative_slope(const Layer& layer, const Tensor& inputs) {
  const torch::AutoGradMode with_gradient(true);
  const auto x = inputs.detach().requires_grad_();
  const auto slope = torch::autograd::grad({layer_output(layer, x).sum()}, {x}).front().abs();
  // The others' steepest slope is 1, or so little above it that thresholds do not mind.
  const auto* activation = std::get_if<ActivationLayer>(&layer);
  const bool is_sigmoid = activation != nullptr && activation->kind == Kind::kSigmoid;
  return is_sigmoid ? slope * 4 : slope;
}

}  // namespace gradus::training
