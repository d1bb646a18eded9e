#include "gradus/models/hard_activation.h"

#include "gradus/core/error.h"

#include <torch/csrc/autograd/custom_function.h>

namespace gradus::models {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

using Hard = torch::Tensor (*)(const torch::Tensor&);

torch::Tensor above_zero(const torch::Tensor& x) {
  return x.gt(0).to(x.scalar_type());
}

torch::Tensor zero_and_above(const torch::Tensor& x) {
  return x.ge(0).to(x.scalar_type());
}

torch::Tensor sign(const torch::Tensor& x) {
  return x.sign();
}

/// A hard function with a gradient by decree: that of the identity where |x| ≤ 1 when it is trained
/// through, 0 otherwise. A node of its own instead of `x + (hard(x) - x).detach()`, whose rounding
/// would bend the outputs.
struct HardFunction : torch::autograd::Function<HardFunction> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& inputs, Hard hard,
                               bool straight_through) {
    if (straight_through) context->save_for_backward({inputs});
    context->saved_data["straight_through"] = straight_through;
    return hard(inputs);
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto& gradient = gradients[0];
    if (!context->saved_data["straight_through"].toBool()) {
      return {torch::zeros_like(gradient), torch::Tensor(), torch::Tensor()};
    }
    const auto inputs = context->get_saved_variables()[0];
    return {gradient * inputs.abs().le(1).to(gradient.scalar_type()), torch::Tensor(),
            torch::Tensor()};
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
  const auto hard = options.tie() == 1 ? zero_and_above : above_zero;
  return HardFunction::apply(inputs, hard, options.straight_through());
}

void SignImpl::pretty_print(std::ostream& stream) const {
  stream << "gradus::models::Sign(" << (options.straight_through() ? "straight_through=true" : "")
         << ")";
}

torch::Tensor SignImpl::forward(const torch::Tensor& inputs) {
  return HardFunction::apply(inputs, sign, options.straight_through());
}

}  // namespace gradus::models
