#include "fused_engine.h"
#include "loss_kind.h"
#include "update_rule.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::engine {
namespace {

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

/// Parameters and buffers, in no particular order.
std::vector<torch::Tensor> parameters_of(const Layer& layer) {
  using Tensors = std::vector<torch::Tensor>;
  return std::visit(Overloaded{
                        [](const LinearLayer& l) {
                          return l.bias.defined() ? Tensors{l.weight, l.bias} : Tensors{l.weight};
                        },
                        [](const PReLULayer& l) { return Tensors{l.slope}; },
                        [](const BatchNormLayer& l) { return Tensors{l.weight, l.bias}; },
                        [](const LayerNormLayer& l) { return Tensors{l.weight, l.bias}; },
                        [](const auto&) { return Tensors{}; },
                    },
                    layer);
}

/// Whether each layer takes what the one before it gives; sets the first and the last width.
bool measure_widths(FusedPlan& plan) {
  int64_t width = 0;
  for (const auto& layer : plan.layers) {
    int64_t inputs = 0, outputs = 0;
    if (const auto* linear = std::get_if<LinearLayer>(&layer)) {
      inputs = linear->weight.size(1);
      outputs = linear->weight.size(0);
    } else if (const auto tensors = parameters_of(layer);
               !tensors.empty() && !std::holds_alternative<PReLULayer>(layer)) {
      inputs = outputs = tensors.front().numel();
    } else {
      continue;
    }
    if (width != 0 && inputs != width) return false;
    if (plan.features == 0) plan.features = inputs;
    width = plan.outputs = outputs;
  }
  return width > 0;
}

std::string refusal(const EngineRequest& request, FusedPlan& plan) {
  if (!request.device.is_cpu())
    return fmt::format("the fused engine computes on the CPU, not on {}", request.device.str());
  const auto* const described = dynamic_cast<const FeedForward*>(request.model.get());
  if (!described) return "the model does not say what its layers are (gradus::FeedForward)";
  auto layers = described->feed_forward_layers();
  if (!layers || layers->empty())
    return "the model's layers are not of the kinds that the fused engine knows";
  plan.layers = std::move(*layers);
  if (!has_update_rule(request.optimizer))
    return "the optimizer evaluates the loss more than once a step, or has options of its own";
  if (!measure_widths(plan)) return "the widths of the model's layers do not fit each other";
  if (!request.parameters.is_uniform()) return "the parameters have several types";
  const auto type = request.parameters.flats().front().scalar_type();
  if (type != torch::kFloat32 && type != torch::kFloat64)
    return fmt::format("the parameters are of type {}", torch::toString(type));
  for (const auto& layer : plan.layers) {
    for (const auto& parameter : parameters_of(layer))
      if (request.parameters.offset_of(parameter) < 0) return "some parameters are not trained";
  }
  const auto loss = loss_kind(request.loss_name);
  if (!loss) return fmt::format("loss '{}' is not one of ours", request.loss_name);
  if (*loss == LossKind::kBinaryCrossEntropy && plan.outputs != 1)
    return "binary cross-entropy is for one output";
  return {};
}

}  // namespace

std::optional<FusedPlan> plan_fused(const EngineRequest& request, std::string& reason) {
  FusedPlan plan;
  reason = refusal(request, plan);
  if (!reason.empty()) return std::nullopt;
  return plan;
}

}  // namespace gradus::engine
