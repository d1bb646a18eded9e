#include "update_rule.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <cmath>

namespace gradus::engine {
namespace {

namespace optim = torch::optim;
using torch::Tensor;

const Tensor& flat_of(const optim::Optimizer& optimizer) {
  return optimizer.param_groups().front().params().front();
}

template <typename Options>
const Options& options_of(const optim::Optimizer& optimizer) {
  return static_cast<const Options&>(optimizer.param_groups().front().options());
}

/// The state of the flat parameter; made by `make` the first time.
template <typename State, typename Make>
State& state_of(optim::Optimizer& optimizer, Make make) {
  auto& slot = optimizer.state()[flat_of(optimizer).unsafeGetTensorImpl()];
  if (!slot) {
    auto state = std::make_unique<State>();
    make(*state);
    slot = std::move(state);
  }
  return static_cast<State&>(*slot);
}

Tensor zeros_like_flat(const optim::Optimizer& optimizer) {
  return torch::zeros_like(flat_of(optimizer).detach());
}

template <typename State>
State& adam_state(optim::Optimizer& optimizer) {
  return state_of<State>(optimizer, [&](State& state) {
    state.step(0);
    state.exp_avg(zeros_like_flat(optimizer));
    state.exp_avg_sq(zeros_like_flat(optimizer));
  });
}

optim::SGDParamState& sgd_state(optim::Optimizer& optimizer) {
  // From zero, the first step leaves the gradient itself, as LibTorch's does.
  return state_of<optim::SGDParamState>(optimizer, [&](optim::SGDParamState& state) {
    state.momentum_buffer(zeros_like_flat(optimizer));
  });
}

optim::RMSpropParamState& rmsprop_state(optim::Optimizer& optimizer) {
  return state_of<optim::RMSpropParamState>(optimizer, [&](optim::RMSpropParamState& state) {
    state.step(0);
    state.square_avg(zeros_like_flat(optimizer));
    if (options_of<optim::RMSpropOptions>(optimizer).momentum() > 0)
      state.momentum_buffer(zeros_like_flat(optimizer));
  });
}

optim::AdagradParamState& adagrad_state(optim::Optimizer& optimizer) {
  // LibTorch's Adagrad makes its state itself.
  return state_of<optim::AdagradParamState>(optimizer, [&](optim::AdagradParamState& state) {
    state.step(0);
    state.sum(
        torch::full_like(flat_of(optimizer).detach(),
                         options_of<optim::AdagradOptions>(optimizer).initial_accumulator_value()));
  });
}

template <typename Options, typename State>
UpdateRule adam_rule(optim::Optimizer& optimizer, UpdateKind kind, int64_t steps) {
  const auto& options = options_of<Options>(optimizer);
  auto& state = adam_state<State>(optimizer);
  state.step(state.step() + steps);
  const auto [beta1, beta2] = options.betas();
  UpdateRule rule;
  rule.kind = kind;
  rule.rate = options.lr();
  rule.weight_decay = options.weight_decay();
  rule.beta1 = beta1;
  rule.beta2 = beta2;
  rule.epsilon = options.eps();
  rule.correction1 = 1 - std::pow(beta1, static_cast<double>(state.step()));
  rule.correction2 = 1 - std::pow(beta2, static_cast<double>(state.step()));
  return rule;
}

UpdateRule sgd_rule(const optim::Optimizer& optimizer) {
  const auto& options = options_of<optim::SGDOptions>(optimizer);
  UpdateRule rule;
  rule.kind = UpdateKind::kSGD;
  rule.rate = options.lr();
  rule.weight_decay = options.weight_decay();
  rule.momentum = options.momentum();
  rule.nesterov = options.nesterov();
  return rule;
}

UpdateRule rmsprop_rule(optim::Optimizer& optimizer, int64_t steps) {
  const auto& options = options_of<optim::RMSpropOptions>(optimizer);
  auto& state = rmsprop_state(optimizer);
  state.step(state.step() + steps);
  UpdateRule rule;
  rule.kind = UpdateKind::kRMSprop;
  rule.rate = options.lr();
  rule.weight_decay = options.weight_decay();
  rule.momentum = options.momentum();
  rule.beta2 = options.alpha();
  rule.epsilon = options.eps();
  return rule;
}

UpdateRule adagrad_rule(optim::Optimizer& optimizer, int64_t steps) {
  const auto& options = options_of<optim::AdagradOptions>(optimizer);
  auto& state = adagrad_state(optimizer);
  state.step(state.step() + steps);
  UpdateRule rule;
  rule.kind = UpdateKind::kAdagrad;
  rule.rate = options.lr() / (1 + static_cast<double>(state.step() - 1) * options.lr_decay());
  rule.weight_decay = options.weight_decay();
  rule.epsilon = options.eps();
  return rule;
}

template <typename Optimizer>
bool is(const optim::Optimizer& optimizer) {
  return dynamic_cast<const Optimizer*>(&optimizer) != nullptr;
}

}  // namespace

bool has_update_rule(const optim::Optimizer& optimizer) {
  if (is<optim::SGD>(optimizer)) return options_of<optim::SGDOptions>(optimizer).dampening() == 0;
  if (is<optim::Adam>(optimizer)) return !options_of<optim::AdamOptions>(optimizer).amsgrad();
  if (is<optim::AdamW>(optimizer)) return !options_of<optim::AdamWOptions>(optimizer).amsgrad();
  if (is<optim::RMSprop>(optimizer))
    return !options_of<optim::RMSpropOptions>(optimizer).centered();
  return is<optim::Adagrad>(optimizer);
}

UpdateRule next_rule(optim::Optimizer& optimizer, int64_t steps) {
  if (is<optim::SGD>(optimizer)) return sgd_rule(optimizer);
  if (is<optim::Adam>(optimizer))
    return adam_rule<optim::AdamOptions, optim::AdamParamState>(optimizer, UpdateKind::kAdam,
                                                                steps);
  if (is<optim::AdamW>(optimizer))
    return adam_rule<optim::AdamWOptions, optim::AdamWParamState>(optimizer, UpdateKind::kAdamW,
                                                                  steps);
  if (is<optim::RMSprop>(optimizer)) return rmsprop_rule(optimizer, steps);
  return adagrad_rule(optimizer, steps);
}

template <typename T>
UpdateState<T> update_state(optim::Optimizer& optimizer) {
  const auto data = [](const Tensor& tensor) {
    return tensor.defined() ? tensor.data_ptr<T>() : nullptr;
  };
  if (is<optim::SGD>(optimizer)) {
    if (options_of<optim::SGDOptions>(optimizer).momentum() == 0) return {};
    return {data(sgd_state(optimizer).momentum_buffer()), nullptr};
  }
  if (is<optim::Adam>(optimizer)) {
    const auto& state = adam_state<optim::AdamParamState>(optimizer);
    return {data(state.exp_avg()), data(state.exp_avg_sq())};
  }
  if (is<optim::AdamW>(optimizer)) {
    const auto& state = adam_state<optim::AdamWParamState>(optimizer);
    return {data(state.exp_avg()), data(state.exp_avg_sq())};
  }
  if (is<optim::RMSprop>(optimizer)) {
    const auto& state = rmsprop_state(optimizer);
    return {data(state.momentum_buffer()), data(state.square_avg())};
  }
  return {nullptr, data(adagrad_state(optimizer).sum())};
}
template UpdateState<float> update_state<float>(optim::Optimizer& optimizer);
template UpdateState<double> update_state<double>(optim::Optimizer& optimizer);

}  // namespace gradus::engine
