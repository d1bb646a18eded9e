#include "batch_pass.h"

#include "autocast_guard.h"
#include "gradus/core/error.h"
#include "numbers.h"

#include <ATen/record_function.h>

namespace gradus::engine {

BatchPass::BatchPass(const EngineRequest& request)
    : request_(request), type_(number_type(*request.model)), check_(request.loss_name) {
}

Batch BatchPass::gather(const EpochRows& rows, const torch::Tensor& order) const {
  RECORD_USER_SCOPE("gather");
  return {as_numbers(rows.inputs.index_select(0, order), type_),
          as_numbers(rows.targets.index_select(0, order), type_)};
}

torch::Tensor BatchPass::forward(const torch::Tensor& inputs) const {
  if (request_.precision != Precision::kBFloat16)
    return request_.forward(as_numbers(inputs, type_));
  const AutocastGuard autocast(request_.device.type());
  return request_.forward(as_numbers(inputs, type_)).to(torch::kFloat32);
}

StepResult BatchPass::measure(const Batch& batch, const Accumulation& place) const {
  if (place.first) request_.parameters.zero_gradients();
  torch::Tensor outputs, loss;
  {
    RECORD_USER_SCOPE("forward");
    outputs = forward(batch.inputs);
    check_.compare(outputs);
    loss = request_.loss(outputs, batch.targets);
  }
  if (!loss.requires_grad()) {
    throw UsageError(
        "no gradient leads from the loss to the weights: the model's outputs pass a step or are "
        "cut off from them (perceptron:output=step is one; output=score can be trained)");
  }
  {
    RECORD_USER_SCOPE("backward");
    (place.weight == 1 ? loss : loss * place.weight).backward();
    request_.parameters.collect_gradients();
  }
  return {loss.detach(), outputs.detach()};
}

}  // namespace gradus::engine
