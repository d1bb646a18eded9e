#include "python_layer.h"

#include "python_text.h"

#include <fmt/format.h>

namespace gradus::interop {
namespace {

constexpr double kEpsilon = 1e-5;  // what torch.nn takes where nothing is said

std::string epsilon_text(double epsilon) {
  return epsilon == kEpsilon ? "" : ", eps=" + python_literal(epsilon);
}

std::string activation_text(const ActivationLayer& layer) {
  using Kind = ActivationKind;
  const auto a = python_literal(layer.a), b = python_literal(layer.b);
  switch (layer.kind) {
    case Kind::kIdentity:
      return "nn.Identity()";
    case Kind::kSign:
      return "Sign()";
    case Kind::kStep:
      return fmt::format("Step({})", a);
    case Kind::kSigmoid:
      return "nn.Sigmoid()";
    case Kind::kTanh:
      return "nn.Tanh()";
    case Kind::kReLU:
      return "nn.ReLU()";
    case Kind::kLeakyReLU:
      return fmt::format("nn.LeakyReLU({})", a);
    case Kind::kELU:
      return fmt::format("nn.ELU({})", a);
    case Kind::kSELU:
      return "nn.SELU()";
    case Kind::kGELU:
      return "nn.GELU()";
    case Kind::kGELUTanh:
      return "nn.GELU(approximate=\"tanh\")";
    case Kind::kSiLU:
      return "nn.SiLU()";
    case Kind::kSoftplus:
      return fmt::format("nn.Softplus(beta={}, threshold={})", a, b);
    case Kind::kMish:
      return "nn.Mish()";
    case Kind::kHardtanh:
      return fmt::format("nn.Hardtanh({}, {})", a, b);
  }
  return "nn.Identity()";  // not reached: every kind is above
}

struct Text {
  std::string operator()(const LinearLayer& layer) const {
    return fmt::format("nn.Linear({}, {}{})", layer.weight.size(1), layer.weight.size(0),
                       layer.bias.defined() ? "" : ", bias=False");
  }
  std::string operator()(const ActivationLayer& layer) const { return activation_text(layer); }
  std::string operator()(const PReLULayer&) const { return "nn.PReLU()"; }
  std::string operator()(const DropoutLayer& layer) const {
    return fmt::format("nn.Dropout({})", python_literal(layer.probability));
  }
  std::string operator()(const BatchNormLayer& layer) const {
    return fmt::format("nn.BatchNorm1d({}{})", layer.weight.size(0), epsilon_text(layer.epsilon));
  }
  std::string operator()(const LayerNormLayer& layer) const {
    return fmt::format("nn.LayerNorm({}{})", layer.weight.size(0), epsilon_text(layer.epsilon));
  }
};

struct Tensors {
  using Names = std::vector<std::string>;
  Names operator()(const LinearLayer& layer) const {
    return layer.bias.defined() ? Names{"weight", "bias"} : Names{"weight"};
  }
  Names operator()(const ActivationLayer&) const { return {}; }
  Names operator()(const PReLULayer&) const { return {"weight"}; }
  Names operator()(const DropoutLayer&) const { return {}; }
  Names operator()(const BatchNormLayer&) const {
    return {"weight", "bias", "running_mean", "running_var", "num_batches_tracked"};
  }
  Names operator()(const LayerNormLayer&) const { return {"weight", "bias"}; }
};

}  // namespace

std::string python_layer(const Layer& layer) {
  return std::visit(Text{}, layer);
}

std::vector<std::string> python_tensors(const Layer& layer) {
  return std::visit(Tensors{}, layer);
}

}  // namespace gradus::interop
