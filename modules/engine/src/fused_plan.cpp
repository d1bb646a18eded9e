#include "blas.h"
#include "fused_engine.h"
#include "loss_kind.h"
#include "refusals.h"
#include "update_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

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

/// Whether the engine may write the parameters' gradients and running figures where they lie.
std::string parameters_refusal(const FlatParameters& parameters, const FeedForwardLayers& layers) {
  std::set<const void*> seen;
  for (const auto& layer : layers) {
    for (const auto& parameter : parameters_of(layer)) {
      if (parameters.offset_of(parameter) < 0) return "some parameters are not trained";
      // Its gradient would be a sum, and the fused engine writes one layer's part over another's.
      if (!seen.insert(parameter.unsafeGetTensorImpl()).second)
        return "some parameters are used twice";
    }
  }
  if (!parameters.is_uniform()) return "the parameters have several types";
  const auto type = parameters.flats().front().scalar_type();
  if (type != torch::kFloat32 && type != torch::kFloat64)
    return fmt::format("the parameters are of type {}", torch::toString(type));
  for (const auto& layer : layers) {
    const auto* norm = std::get_if<BatchNormLayer>(&layer);
    if (!norm) continue;
    const auto counted = norm->batches_tracked.scalar_type();
    if (norm->running_mean.scalar_type() != type || norm->running_variance.scalar_type() != type ||
        (counted != torch::kInt64 && counted != type))
      return "the running figures of batch normalization are of another type than its weights";
  }
  return {};
}

/// Fills the plan with what the model says of itself.
std::string model_refusal(const torch::nn::Module& model, FusedPlan& plan) {
  const auto* const described = dynamic_cast<const FeedForward*>(&model);
  if (!described) return "the model does not say what its layers are (gradus::FeedForward)";
  auto layers = described->feed_forward_layers();
  if (!layers || layers->empty())
    return "the model's layers are not of the kinds that the fused engine knows";
  plan.layers = std::move(*layers);
  if (!measure_widths(plan)) return "the widths of the model's layers do not fit each other";
  return {};
}

std::string prediction_refusal(const torch::nn::Module& model, FusedPlan& plan) {
  auto tensors = model.parameters();
  if (auto why = model_refusal(model, plan); !why.empty()) return why;
  for (const auto& buffer : model.buffers())
    if (buffer.is_floating_point()) tensors.push_back(buffer);
  for (const auto& tensor : tensors) {
    if (!tensor.is_cpu())
      return fmt::format("the fused engine computes on the CPU, not on {}", tensor.device().str());
    const auto type = tensor.scalar_type();
    if (type != tensors.front().scalar_type()) return "the parameters have several types";
    if (type != torch::kFloat32 && type != torch::kFloat64)
      return fmt::format("the parameters are of type {}", torch::toString(type));
    if (!tensor.is_contiguous()) return "the parameters are views of other tensors";
  }
  return {};
}

/// The optimizer's groups must be the flat tensors: a rule and its state are a group's.
bool steps_flats(const torch::optim::Optimizer& optimizer, const FlatParameters& parameters) {
  return std::ranges::equal(optimizer.param_groups(), parameters.flats(),
                            [](const auto& group, const torch::Tensor& flat) {
                              return group.params().size() == 1 &&
                                     group.params().front().is_same(flat);
                            });
}

/// What is asked for beside the step that the engine has written out.
std::string extras_refusal(const EngineRequest& request) {
  if (!request.plain_loss)
    return fmt::format("the loss {} has class weights or smoothed labels", request.loss_name);
  if (!request.transforms.empty()) return changed_batches(request.transforms);
  return {};
}

std::string refusal(const EngineRequest& request, FusedPlan& plan) {
  if (!request.device.is_cpu())
    return fmt::format("the fused engine computes on the CPU, not on {}", request.device.str());
  if (auto why = extras_refusal(request); !why.empty()) return why;
  if (auto why = model_refusal(*request.model, plan); !why.empty()) return why;
  if (!has_update_rule(request.optimizer))
    return "the optimizer evaluates the loss more than once a step, or has options of its own";
  if (auto why = parameters_refusal(request.parameters, plan.layers); !why.empty()) return why;
  if (!steps_flats(request.optimizer, request.parameters))
    return "the optimizer's groups are not those of the flat parameters";
  if (request.precision == Precision::kBFloat16) {
    if (request.parameters.flats().front().scalar_type() != torch::kFloat32)
      return "bfloat16 products are for float32 weights";
    if (!has_bfloat16_products())
      return "this processor, or LibTorch's BLAS, has no bfloat16 products";
  }
  const auto loss = loss_kind(request.loss_name);
  if (!loss) return fmt::format("loss '{}' is not one of ours", request.loss_name);
  if (*loss == LossKind::kBinaryCrossEntropy && plan.outputs != 1)
    return "binary cross-entropy is for one output";
  if (*loss == LossKind::kCrossEntropy && plan.outputs == 1)
    return "cross-entropy is for two outputs or more";
  return {};
}

}  // namespace

std::optional<FusedPlan> plan_prediction(const torch::nn::Module& model, std::string& reason) {
  FusedPlan plan;
  reason = prediction_refusal(model, plan);
  if (!reason.empty()) return std::nullopt;
  return plan;
}

std::optional<FusedPlan> plan_fused(const EngineRequest& request, std::string& reason) {
  FusedPlan plan;
  reason = refusal(request, plan);
  if (!reason.empty()) return std::nullopt;
  return plan;
}

}  // namespace gradus::engine
