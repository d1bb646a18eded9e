#include "optimizer_step.h"

#include "update_rule.h"

#include <ATen/ops/_fused_adagrad.h>
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

namespace gradus::engine {
namespace {

namespace optim = torch::optim;
using torch::Tensor;

Tensor step_count(const Tensor& flat, int64_t steps) {
  return torch::full({}, static_cast<double>(steps), flat.options().dtype(torch::kFloat32));
}

template <typename State>
State& state_of(optim::Optimizer& optimizer, const Tensor& parameter) {
  return static_cast<State&>(*optimizer.state().at(parameter.unsafeGetTensorImpl()));
}

/// Adam's and AdamW's kernels take the same arguments.
template <typename State, typename Kernel>
void adam_step(optim::Optimizer& optimizer, const UpdateRule& rule, const Tensor& parameter,
               Kernel kernel) {
  auto& state = state_of<State>(optimizer, parameter);
  kernel({parameter.detach()}, {parameter.grad()}, {state.exp_avg()}, {state.exp_avg_sq()}, {},
         {step_count(parameter, state.step())}, rule.rate, rule.beta1, rule.beta2,
         rule.weight_decay, rule.epsilon, /*amsgrad=*/false, /*maximize=*/false, {}, {});
}

using AdamKernel = void (*)(at::TensorList, at::TensorList, at::TensorList, at::TensorList,
                            at::TensorList, at::TensorList, double, double, double, double, double,
                            bool, bool, const std::optional<Tensor>&, const std::optional<Tensor>&);

void sgd_step(optim::Optimizer& optimizer, size_t group, const UpdateRule& rule,
              const Tensor& parameter) {
  std::vector<Tensor> momentum;
  if (rule.momentum > 0) {
    update_state<float>(optimizer, group);  // makes the buffer where there is none yet
    momentum = {state_of<optim::SGDParamState>(optimizer, parameter).momentum_buffer()};
  }
  at::_fused_sgd_({parameter.detach()}, {parameter.grad()}, momentum, rule.weight_decay,
                  rule.momentum, rule.rate, /*dampening=*/0, rule.nesterov, /*maximize=*/false,
                  /*is_first_step=*/false);
}

void adagrad_step(optim::Optimizer& optimizer, const UpdateRule& rule, const Tensor& parameter) {
  auto& state = state_of<optim::AdagradParamState>(optimizer, parameter);
  // `rule.rate` has its decay already.
  at::_fused_adagrad_({parameter.detach()}, {parameter.grad()}, {state.sum()},
                      {step_count(parameter, state.step())}, rule.rate, /*lr_decay=*/0,
                      rule.weight_decay, rule.epsilon, /*maximize=*/false);
}

/// The kernels are for one flat parameter of a plain type on the CPU or CUDA.
bool has_kernel(const optim::Optimizer& optimizer) {
  bool on_cpu = true;
  for (const auto& group : optimizer.param_groups()) {
    if (group.params().size() != 1) return false;
    const auto& flat = group.params().front();
    if (flat.scalar_type() != torch::kFloat32 || !(flat.is_cpu() || flat.is_cuda())) return false;
    on_cpu = on_cpu && flat.is_cpu();
  }
  if (!has_update_rule(optimizer)) return false;
  const bool adagrad = dynamic_cast<const optim::Adagrad*>(&optimizer) != nullptr;
  return dynamic_cast<const optim::RMSprop*>(&optimizer) == nullptr && (!adagrad || on_cpu);
}

void step_group(optim::Optimizer& optimizer, size_t group) {
  const auto rule = next_rule(optimizer, group);
  const auto& parameter = optimizer.param_groups()[group].params().front();
  const AdamKernel adam = at::_fused_adam_, adamw = at::_fused_adamw_;
  switch (rule.kind) {
    case UpdateKind::kSGD:
      return sgd_step(optimizer, group, rule, parameter);
    case UpdateKind::kAdam:
      return adam_step<optim::AdamParamState>(optimizer, rule, parameter, adam);
    case UpdateKind::kAdamW:
      return adam_step<optim::AdamWParamState>(optimizer, rule, parameter, adamw);
    case UpdateKind::kAdagrad:
      return adagrad_step(optimizer, rule, parameter);
    case UpdateKind::kRMSprop:
      break;  // has_kernel said no
  }
}

}  // namespace

void take_step(optim::Optimizer& optimizer) {
  if (!has_kernel(optimizer)) {
    optimizer.step();
    return;
  }
  const torch::NoGradGuard no_gradient;
  for (size_t group = 0; group < optimizer.param_groups().size(); ++group)
    step_group(optimizer, group);
}

}  // namespace gradus::engine
