#include "device_update.h"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>
#include <torch/utils.h>

#include <algorithm>

namespace gradus::engine {
namespace {

namespace optim = torch::optim;
using torch::Tensor;

template <typename State>
State& state_of(optim::Optimizer& optimizer, const Tensor& flat) {
  return static_cast<State&>(*optimizer.state().at(flat.unsafeGetTensorImpl()));
}

int64_t counted_steps(optim::Optimizer& optimizer, const Tensor& flat, UpdateKind kind) {
  return kind == UpdateKind::kAdam ? state_of<optim::AdamParamState>(optimizer, flat).step()
                                   : state_of<optim::AdamWParamState>(optimizer, flat).step();
}

bool same_options(const UpdateRule& a, const UpdateRule& b) {
  return a.kind == b.kind && a.weight_decay == b.weight_decay && a.momentum == b.momentum &&
         a.nesterov == b.nesterov && a.beta1 == b.beta1 && a.beta2 == b.beta2 &&
         a.epsilon == b.epsilon;
}

bool lies_at(const std::vector<Tensor>& state, const float* memory) {
  return state.empty() ? memory == nullptr : state.front().const_data_ptr<float>() == memory;
}

}  // namespace

std::string DeviceUpdate::refusal(const optim::Optimizer& optimizer) {
  for (const auto& group : optimizer.param_groups()) {
    if (group.params().size() != 1 || group.params().front().scalar_type() != torch::kFloat32)
      return "the parameters are not all of type float32, or the optimizer takes them one by one";
  }
  const bool known = dynamic_cast<const optim::SGD*>(&optimizer) != nullptr ||
                     dynamic_cast<const optim::Adam*>(&optimizer) != nullptr ||
                     dynamic_cast<const optim::AdamW*>(&optimizer) != nullptr;
  if (!known || !has_update_rule(optimizer))
    return "the optimizer's step cannot be repeated by a graph (those of sgd, adam and adamw can)";
  return {};
}

DeviceUpdate::DeviceUpdate(optim::Optimizer& optimizer) : optimizer_(optimizer) {
  for (size_t group = 0; group < optimizer.param_groups().size(); ++group)
    parts_.push_back(make_part(group));
}

DeviceUpdate::Part DeviceUpdate::make_part(size_t group) {
  Part part;
  part.group = group;
  part.flat = optimizer_.param_groups()[group].params().front();
  part.rule = next_rule(optimizer_, group, 0);
  update_state<float>(optimizer_, group);  // makes the momentum where there is none yet
  if (part.rule.kind == UpdateKind::kAdam) {
    part.first = {state_of<optim::AdamParamState>(optimizer_, part.flat).exp_avg()};
    part.second = {state_of<optim::AdamParamState>(optimizer_, part.flat).exp_avg_sq()};
  } else if (part.rule.kind == UpdateKind::kAdamW) {
    part.first = {state_of<optim::AdamWParamState>(optimizer_, part.flat).exp_avg()};
    part.second = {state_of<optim::AdamWParamState>(optimizer_, part.flat).exp_avg_sq()};
  } else if (part.rule.momentum > 0) {
    part.first = {state_of<optim::SGDParamState>(optimizer_, part.flat).momentum_buffer()};
  }
  const auto options = part.flat.options().requires_grad(false);
  part.rate_on_device = part.rule.rate;
  part.rate = torch::full({}, part.rate_on_device, options);
  if (part.is_adam()) part.count_on_device = counted_steps(optimizer_, part.flat, part.rule.kind);
  part.count = torch::full({}, static_cast<double>(part.count_on_device), options);
  return part;
}

bool DeviceUpdate::is_current() const {
  return std::ranges::all_of(parts_, [&](const Part& part) { return is_current(part); });
}

bool DeviceUpdate::is_current(const Part& part) const {
  if (!same_options(next_rule(optimizer_, part.group, 0), part.rule)) return false;
  const auto state = update_state<float>(optimizer_, part.group);
  return lies_at(part.first, state.first) && lies_at(part.second, state.second);
}

void DeviceUpdate::count_step() {
  for (auto& part : parts_) count_step(part);
}

void DeviceUpdate::count_step(Part& part) {
  const auto rule = next_rule(optimizer_, part.group);
  if (rule.rate != part.rate_on_device) {
    part.rate.fill_(rule.rate);
    part.rate_on_device = rule.rate;
  }
  if (!part.is_adam()) return;
  // The kernels count too; somebody else may have taken steps in between.
  const auto counted = counted_steps(optimizer_, part.flat, part.rule.kind);
  if (counted != part.count_on_device + 1) part.count.fill_(static_cast<double>(counted - 1));
  part.count_on_device = counted;
}

void DeviceUpdate::enqueue() {
  const torch::NoGradGuard no_gradient;
  for (auto& part : parts_) enqueue(part);
}

void DeviceUpdate::enqueue(Part& part) {
  const auto& rule = part.rule;
  const std::vector<Tensor> parameters = {part.flat.detach()}, gradients = {part.flat.grad()};
  if (!part.is_adam()) {
    at::_fused_sgd_(parameters, gradients, part.first, rule.weight_decay, rule.momentum, part.rate,
                    /*dampening=*/0, rule.nesterov, /*maximize=*/false, /*is_first_step=*/false);
    return;
  }
  part.count.add_(1);
  if (rule.kind == UpdateKind::kAdam) {
    at::_fused_adam_(parameters, gradients, part.first, part.second, {}, {part.count}, part.rate,
                     rule.beta1, rule.beta2, rule.weight_decay, rule.epsilon, /*amsgrad=*/false,
                     /*maximize=*/false);
  } else {
    at::_fused_adamw_(parameters, gradients, part.first, part.second, {}, {part.count}, part.rate,
                      rule.beta1, rule.beta2, rule.weight_decay, rule.epsilon, /*amsgrad=*/false,
                      /*maximize=*/false);
  }
}

std::vector<Tensor> DeviceUpdate::changed() const {
  std::vector<Tensor> tensors;
  for (const auto& part : parts_) {
    tensors.push_back(part.flat.detach());
    tensors.push_back(part.count);
    tensors.insert(tensors.end(), part.first.begin(), part.first.end());
    tensors.insert(tensors.end(), part.second.begin(), part.second.end());
  }
  return tensors;
}

}  // namespace gradus::engine
