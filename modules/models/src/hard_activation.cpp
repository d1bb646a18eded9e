#include "gradus/models/hard_activation.h"

#include "gradus/core/error.h"

#include <torch/csrc/autograd/custom_function.h>

namespace gradus::models {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// Outputs that were computed without autograd, given a gradient by decree: that of the identity
/// where |x| ≤ 1 when trained through, 0 otherwise. A node of its own instead of
/// `x + (hard(x) - x).detach()`, whose rounding would bend the outputs.
struct HardGradient : torch::autograd::Function<HardGradient> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& inputs,
                               const torch::Tensor& outputs, bool straight_through) {
    context->save_for_backward({inputs});
    context->saved_data["straight_through"] = straight_through;
    return outputs.clone();
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto inputs = context->get_saved_variables()[0];
    const bool passes = context->saved_data["straight_through"].toBool();
    auto gradient = passes ? gradients[0] * inputs.abs().le(1).to(gradients[0].scalar_type())
                           : torch::zeros_like(gradients[0]);
    return {gradient, torch::Tensor(), torch::Tensor()};
  }
};

const char* straight_through_text(bool straight_through) {
  return straight_through ? ", straight_through=true" : "";
}

}  // namespace

StepImpl::StepImpl(const StepOptions& options_) : options(options_) {
  if (options.tie() != 0 && options.tie() != 1) {
    throw UsageError("tie = {}: expected 0 or 1, the step's value at 0", options.tie());
  }
}

void StepImpl::pretty_print(std::ostream& stream) const {
  stream << "gradus::models::Step(tie=" << options.tie()
         << straight_through_text(options.straight_through()) << ")";
}

torch::Tensor StepImpl::forward(const torch::Tensor& inputs) {
  const auto values = inputs.detach();
  const auto above = options.tie() == 1 ? values.ge(0) : values.gt(0);
  return HardGradient::apply(inputs, above.to(inputs.scalar_type()), options.straight_through());
}

void SignImpl::pretty_print(std::ostream& stream) const {
  stream << "gradus::models::Sign(" << (options.straight_through() ? "straight_through=true" : "")
         << ")";
}

torch::Tensor SignImpl::forward(const torch::Tensor& inputs) {
  return HardGradient::apply(inputs, inputs.detach().sign(), options.straight_through());
}

}  // namespace gradus::models
