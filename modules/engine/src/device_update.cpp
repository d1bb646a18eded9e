#include "device_update.h"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>
#include <torch/utils.h>

namespace gradus::engine {
namespace {

namespace optim = torch::optim;
using torch::Tensor;

const Tensor& flat_of(const optim::Optimizer& optimizer) {
  return optimizer.param_groups().front().params().front();
}

template <typename State>
State& state_of(optim::Optimizer& optimizer) {
  return static_cast<State&>(*optimizer.state().at(flat_of(optimizer).unsafeGetTensorImpl()));
}

int64_t counted_steps(optim::Optimizer& optimizer, UpdateKind kind) {
  return kind == UpdateKind::kAdam ? state_of<optim::AdamParamState>(optimizer).step()
                                   : state_of<optim::AdamWParamState>(optimizer).step();
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
  const auto& groups = optimizer.param_groups();
  if (groups.size() != 1 || groups.front().params().size() != 1 ||
      flat_of(optimizer).scalar_type() != torch::kFloat32)
    return "the parameters are not all of type float32, or the optimizer takes them one by one";
  const bool known = dynamic_cast<const optim::SGD*>(&optimizer) != nullptr ||
                     dynamic_cast<const optim::Adam*>(&optimizer) != nullptr ||
                     dynamic_cast<const optim::AdamW*>(&optimizer) != nullptr;
  if (!known || !has_update_rule(optimizer))
    return "the optimizer's step cannot be repeated by a graph (those of sgd, adam and adamw can)";
  return {};
}

DeviceUpdate::DeviceUpdate(optim::Optimizer& optimizer)
    : optimizer_(optimizer), rule_(next_rule(optimizer, 0)), flat_(flat_of(optimizer)) {
  update_state<float>(optimizer);  // makes the momentum where there is none yet
  if (rule_.kind == UpdateKind::kAdam) {
    first_ = {state_of<optim::AdamParamState>(optimizer).exp_avg()};
    second_ = {state_of<optim::AdamParamState>(optimizer).exp_avg_sq()};
  } else if (rule_.kind == UpdateKind::kAdamW) {
    first_ = {state_of<optim::AdamWParamState>(optimizer).exp_avg()};
    second_ = {state_of<optim::AdamWParamState>(optimizer).exp_avg_sq()};
  } else if (rule_.momentum > 0) {
    first_ = {state_of<optim::SGDParamState>(optimizer).momentum_buffer()};
  }
  const auto options = flat_.options().requires_grad(false);
  rate_on_device_ = rule_.rate;
  rate_ = torch::full({}, rate_on_device_, options);
  if (is_adam()) count_on_device_ = counted_steps(optimizer, rule_.kind);
  count_ = torch::full({}, static_cast<double>(count_on_device_), options);
}

bool DeviceUpdate::is_current() const {
  if (!same_options(next_rule(optimizer_, 0), rule_)) return false;
  const auto state = update_state<float>(optimizer_);
  return lies_at(first_, state.first) && lies_at(second_, state.second);
}

void DeviceUpdate::count_step() {
  const auto rule = next_rule(optimizer_);
  if (rule.rate != rate_on_device_) {
    rate_.fill_(rule.rate);
    rate_on_device_ = rule.rate;
  }
  if (!is_adam()) return;
  // The kernels count too; somebody else may have taken steps in between.
  const auto counted = counted_steps(optimizer_, rule_.kind);
  if (counted != count_on_device_ + 1) count_.fill_(static_cast<double>(counted - 1));
  count_on_device_ = counted;
}

void DeviceUpdate::enqueue() {
  const torch::NoGradGuard no_gradient;
  const std::vector<Tensor> parameters = {flat_.detach()}, gradients = {flat_.grad()};
  if (!is_adam()) {
    at::_fused_sgd_(parameters, gradients, first_, rule_.weight_decay, rule_.momentum, rate_,
                    /*dampening=*/0, rule_.nesterov, /*maximize=*/false, /*is_first_step=*/false);
    return;
  }
  count_.add_(1);
  if (rule_.kind == UpdateKind::kAdam) {
    at::_fused_adam_(parameters, gradients, first_, second_, {}, {count_}, rate_, rule_.beta1,
                     rule_.beta2, rule_.weight_decay, rule_.epsilon, /*amsgrad=*/false,
                     /*maximize=*/false);
  } else {
    at::_fused_adamw_(parameters, gradients, first_, second_, {}, {count_}, rate_, rule_.beta1,
                      rule_.beta2, rule_.weight_decay, rule_.epsilon, /*amsgrad=*/false,
                      /*maximize=*/false);
  }
}

std::vector<Tensor> DeviceUpdate::changed() const {
  std::vector<Tensor> tensors = {flat_.detach(), count_};
  tensors.insert(tensors.end(), first_.begin(), first_.end());
  tensors.insert(tensors.end(), second_.begin(), second_.end());
  return tensors;
}

}  // namespace gradus::engine
