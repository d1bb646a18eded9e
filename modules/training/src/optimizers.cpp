#include "gradus/training/optimizers.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <cmath>
#include <map>

namespace gradus::training {
namespace {

using Parameters = std::vector<torch::Tensor>;
using OptimizerPointer = std::unique_ptr<torch::optim::Optimizer>;
/// Taken by the constructor, all at once: LibTorch's Adagrad makes no state for a group that is
/// added.
using Groups = std::vector<torch::optim::OptimizerParamGroup>;
using Maker = OptimizerPointer (*)(const OptimizerSpec&, Groups);

constexpr Range<double> kNonNegative{0.0, 1e6};
constexpr Range<double> kBelowOne{0.0, 1.0 - 1e-12};
constexpr Range<double> kPositive{1e-30, 1e6};

double checked_rate(const OptimizerSpec& spec, double default_rate) {
  const double rate = spec.learning_rate.value_or(default_rate);
  if (!std::isfinite(rate) || rate <= 0) {
    throw UsageError("learning rate = {}: expected a finite number greater than 0", rate);
  }
  return rate;
}

double weight_decay(const Settings& settings, double default_value) {
  return settings.real("weight_decay", default_value, kNonNegative,
                       "L2 penalty (adamw: decoupled)");
}

OptimizerPointer make_sgd(const OptimizerSpec& spec, Groups groups) {
  const auto& s = spec.settings;
  torch::optim::SGDOptions options(checked_rate(spec, 0.1));
  options.momentum(s.real("momentum", 0, kBelowOne, "momentum"));
  options.nesterov(s.flag("nesterov", false, "Nesterov's momentum"));
  options.weight_decay(weight_decay(s, 0));
  if (options.nesterov() && options.momentum() <= 0) {
    throw UsageError(
        "sgd: nesterov=true needs momentum greater than 0, as in sgd:momentum=0.9,nesterov=true");
  }
  return std::make_unique<torch::optim::SGD>(std::move(groups), options);
}

/// Adam and AdamW take the same options under different types.
template <typename Optimizer, typename Options>
OptimizerPointer make_adam_like(const OptimizerSpec& spec, Groups groups, double default_decay) {
  const auto& s = spec.settings;
  Options options(checked_rate(spec, 1e-3));
  const double beta1 = s.real("beta1", 0.9, kBelowOne, "decay of the mean of gradients");
  const double beta2 = s.real("beta2", 0.999, kBelowOne, "decay of the mean of squared gradients");
  options.betas({beta1, beta2});
  options.eps(s.real("epsilon", 1e-8, kPositive, "added to the root"));
  options.weight_decay(weight_decay(s, default_decay));
  return std::make_unique<Optimizer>(std::move(groups), options);
}

OptimizerPointer make_adam(const OptimizerSpec& spec, Groups groups) {
  return make_adam_like<torch::optim::Adam, torch::optim::AdamOptions>(spec, std::move(groups), 0);
}

OptimizerPointer make_adamw(const OptimizerSpec& spec, Groups groups) {
  return make_adam_like<torch::optim::AdamW, torch::optim::AdamWOptions>(spec, std::move(groups),
                                                                         1e-2);
}

OptimizerPointer make_rmsprop(const OptimizerSpec& spec, Groups groups) {
  const auto& s = spec.settings;
  torch::optim::RMSpropOptions options(checked_rate(spec, 1e-2));
  options.alpha(s.real("alpha", 0.99, kBelowOne, "decay of the mean of squared gradients"));
  options.eps(s.real("epsilon", 1e-8, kPositive, "added to the root"));
  options.momentum(s.real("momentum", 0, kBelowOne, "momentum"));
  options.weight_decay(weight_decay(s, 0));
  return std::make_unique<torch::optim::RMSprop>(std::move(groups), options);
}

OptimizerPointer make_adagrad(const OptimizerSpec& spec, Groups groups) {
  const auto& s = spec.settings;
  torch::optim::AdagradOptions options(checked_rate(spec, 1e-2));
  options.eps(s.real("epsilon", 1e-10, kPositive, "added to the root"));
  options.weight_decay(weight_decay(s, 0));
  return std::make_unique<torch::optim::Adagrad>(std::move(groups), options);
}

OptimizerPointer make_lbfgs(const OptimizerSpec& spec, Groups groups) {
  const auto& s = spec.settings;
  torch::optim::LBFGSOptions options(checked_rate(spec, 1));
  options.max_iter(s.integer("max_iterations", 20, {1, 100'000}, "iterations a step"));
  options.history_size(s.integer("history", 100, {1, 10'000}, "updates remembered"));
  if (s.flag("strong_wolfe", true, "line search by the strong Wolfe conditions")) {
    options.line_search_fn("strong_wolfe");
  }
  return std::make_unique<torch::optim::LBFGS>(std::move(groups), options);
}

template <typename Options>
void drop_decay_of(torch::optim::OptimizerOptions& options) {
  if (auto* const known = dynamic_cast<Options*>(&options)) known->weight_decay(0);
}

/// Each of LibTorch's optimizers has the option in a type of its own.
void drop_decay(torch::optim::OptimizerOptions& options) {
  drop_decay_of<torch::optim::SGDOptions>(options);
  drop_decay_of<torch::optim::AdamOptions>(options);
  drop_decay_of<torch::optim::AdamWOptions>(options);
  drop_decay_of<torch::optim::RMSpropOptions>(options);
  drop_decay_of<torch::optim::AdagradOptions>(options);
}

const std::map<std::string, Maker>& makers() {
  static const std::map<std::string, Maker> kMakers = {
      {"sgd", make_sgd},         {"adam", make_adam},       {"adamw", make_adamw},
      {"rmsprop", make_rmsprop}, {"adagrad", make_adagrad}, {"lbfgs", make_lbfgs},
  };
  return kMakers;
}

}  // namespace

OptimizerPointer make_optimizer(const OptimizerSpec& spec, Parameters parameters,
                                Parameters undecayed) {
  const auto maker = makers().find(spec.name);
  if (maker == makers().end()) {
    throw UsageError("{}", unknown_name_message("optimizer", spec.name, optimizer_names()));
  }
  if (spec.name == "lbfgs") {
    parameters.insert(parameters.end(), undecayed.begin(), undecayed.end());
    undecayed.clear();
  }
  Groups groups;
  const bool has_undecayed = !undecayed.empty();
  if (!parameters.empty() || !has_undecayed) groups.emplace_back(std::move(parameters));
  if (has_undecayed) groups.emplace_back(std::move(undecayed));
  // Settings remember what they were asked; threads that train side by side share the caller's.
  const OptimizerSpec own = spec;
  auto optimizer = maker->second(own, std::move(groups));
  own.settings.reject_unknown(fmt::format("optimizer '{}'", spec.name));
  if (has_undecayed) drop_decay(optimizer->param_groups().back().options());
  return optimizer;
}

double learning_rate(const torch::optim::Optimizer& optimizer) {
  return optimizer.param_groups().front().options().get_lr();
}

std::vector<std::string> optimizer_names() {
  std::vector<std::string> names;
  for (const auto& [name, maker] : makers()) names.push_back(name);
  return names;
}

}  // namespace gradus::training
