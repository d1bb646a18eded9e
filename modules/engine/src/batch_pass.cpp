#include "batch_pass.h"

#include "autocast_guard.h"

namespace gradus::engine {

torch::Tensor as_numbers(const torch::Tensor& inputs) {
  return inputs.scalar_type() == torch::kUInt8 ? inputs.to(torch::kFloat32).div_(255) : inputs;
}

torch::Tensor forward_pass(const EngineRequest& request, const torch::Tensor& inputs) {
  if (request.precision == Precision::kFloat32) return request.forward(inputs);
  const AutocastGuard autocast(request.device.type());
  return request.forward(inputs).to(torch::kFloat32);
}

StepResult measure_batch(const EngineRequest& request, const torch::Tensor& inputs,
                         const torch::Tensor& targets) {
  request.parameters.zero_gradients();
  const auto outputs = forward_pass(request, inputs);
  const auto loss = request.loss(outputs, targets);
  loss.backward();
  request.parameters.collect_gradients();
  return {loss.detach(), outputs.detach()};
}

}  // namespace gradus::engine
