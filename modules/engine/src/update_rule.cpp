#include "update_rule.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <algorithm>
#include <cmath>

namespace gradus::engine {
namespace {

namespace optim = torch::optim;
using torch::Tensor;

/// A group of one flat parameter.
struct Group {
  optim::Optimizer& optimizer;
  size_t index;

  const Tensor& flat() const { return optimizer.param_groups()[index].params().front(); }
  Tensor zeros() const { return torch::zeros_like(flat().detach()); }
  template <typename Options>
  const Options& options() const {
    return static_cast<const Options&>(optimizer.param_groups()[index].options());
  }
  /// The state of the flat parameter; made by `make` the first time.
  template <typename State, typename Make>
  State& state(Make make) const {
    auto& slot = optimizer.state()[flat().unsafeGetTensorImpl()];
    if (!slot) {
      auto state = std::make_unique<State>();
      make(*state);
      slot = std::move(state);
    }
    return static_cast<State&>(*slot);
  }
};

template <typename State>
State& adam_state(const Group& group) {
  return group.state<State>([&](State& state) {
    state.step(0);
    state.exp_avg(group.zeros());
    state.exp_avg_sq(group.zeros());
  });
}

optim::SGDParamState& sgd_state(const Group& group) {
  // From zero, the first step leaves the gradient itself, as LibTorch's does.
  return group.state<optim::SGDParamState>(
      [&](optim::SGDParamState& state) { state.momentum_buffer(group.zeros()); });
}

optim::RMSpropParamState& rmsprop_state(const Group& group) {
  return group.state<optim::RMSpropParamState>([&](optim::RMSpropParamState& state) {
    state.step(0);
    state.square_avg(group.zeros());
    if (group.options<optim::RMSpropOptions>().momentum() > 0) state.momentum_buffer(group.zeros());
  });
}

optim::AdagradParamState& adagrad_state(const Group& group) {
  // LibTorch's Adagrad makes its state itself.
  return group.state<optim::AdagradParamState>([&](optim::AdagradParamState& state) {
    state.step(0);
    state.sum(torch::full_like(group.flat().detach(),
                               group.options<optim::AdagradOptions>().initial_accumulator_value()));
  });
}

template <typename Options, typename State>
UpdateRule adam_rule(const Group& group, UpdateKind kind, int64_t steps) {
  const auto& options = group.options<Options>();
  auto& state = adam_state<State>(group);
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

UpdateRule sgd_rule(const Group& group) {
  const auto& options = group.options<optim::SGDOptions>();
  UpdateRule rule;
  rule.kind = UpdateKind::kSGD;
  rule.rate = options.lr();
  rule.weight_decay = options.weight_decay();
  rule.momentum = options.momentum();
  rule.nesterov = options.nesterov();
  return rule;
}

UpdateRule rmsprop_rule(const Group& group, int64_t steps) {
  const auto& options = group.options<optim::RMSpropOptions>();
  auto& state = rmsprop_state(group);
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

UpdateRule adagrad_rule(const Group& group, int64_t steps) {
  const auto& options = group.options<optim::AdagradOptions>();
  auto& state = adagrad_state(group);
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

/// Whether `check` says yes to the options of every group.
template <typename Options, typename Check>
bool all_options(const optim::Optimizer& optimizer, Check check) {
  return std::ranges::all_of(optimizer.param_groups(), [&](const auto& group) {
    return check(static_cast<const Options&>(group.options()));
  });
}

}  // namespace

bool has_update_rule(const optim::Optimizer& optimizer) {
  if (is<optim::SGD>(optimizer)) {
    return all_options<optim::SGDOptions>(optimizer,
                                          [](const auto& o) { return o.dampening() == 0; });
  }
  if (is<optim::Adam>(optimizer))
    return all_options<optim::AdamOptions>(optimizer, [](const auto& o) { return !o.amsgrad(); });
  if (is<optim::AdamW>(optimizer))
    return all_options<optim::AdamWOptions>(optimizer, [](const auto& o) { return !o.amsgrad(); });
  if (is<optim::RMSprop>(optimizer)) {
    return all_options<optim::RMSpropOptions>(optimizer,
                                              [](const auto& o) { return !o.centered(); });
  }
  return is<optim::Adagrad>(optimizer);
}

UpdateRule next_rule(optim::Optimizer& optimizer, size_t index, int64_t steps) {
  const Group group{optimizer, index};
  if (is<optim::SGD>(optimizer)) return sgd_rule(group);
  if (is<optim::Adam>(optimizer))
    return adam_rule<optim::AdamOptions, optim::AdamParamState>(group, UpdateKind::kAdam, steps);
  if (is<optim::AdamW>(optimizer))
    return adam_rule<optim::AdamWOptions, optim::AdamWParamState>(group, UpdateKind::kAdamW, steps);
  if (is<optim::RMSprop>(optimizer)) return rmsprop_rule(group, steps);
  return adagrad_rule(group, steps);
}

template <typename T>
UpdateState<T> update_state(optim::Optimizer& optimizer, size_t index) {
  const Group group{optimizer, index};
  const auto data = [](const Tensor& tensor) {
    return tensor.defined() ? tensor.data_ptr<T>() : nullptr;
  };
  if (is<optim::SGD>(optimizer)) {
    if (group.options<optim::SGDOptions>().momentum() == 0) return {};
    return {data(sgd_state(group).momentum_buffer()), nullptr};
  }
  if (is<optim::Adam>(optimizer)) {
    const auto& state = adam_state<optim::AdamParamState>(group);
    return {data(state.exp_avg()), data(state.exp_avg_sq())};
  }
  if (is<optim::AdamW>(optimizer)) {
    const auto& state = adam_state<optim::AdamWParamState>(group);
    return {data(state.exp_avg()), data(state.exp_avg_sq())};
  }
  if (is<optim::RMSprop>(optimizer)) {
    const auto& state = rmsprop_state(group);
    return {data(state.momentum_buffer()), data(state.square_avg())};
  }
  return {nullptr, data(adagrad_state(group).sum())};
}
template UpdateState<float> update_state<float>(optim::Optimizer& optimizer, size_t index);
template UpdateState<double> update_state<double>(optim::Optimizer& optimizer, size_t index);

}  // namespace gradus::engine
