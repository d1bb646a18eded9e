#include "gradus/training/loss_registry.h"

#include "builtin_losses.h"
#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <cmath>

namespace gradus::training {
namespace {

using torch::Tensor;

bool has(const LossOptions& options) {
  return options.class_weights.defined() || options.label_smoothing != 0;
}

void check_smoothing(double smoothing) {
  if (smoothing >= 0 && smoothing < 1) return;
  throw UsageError("label smoothing = {}: expected 0 to below 1", smoothing);
}

void check_weights(const std::string& name, const LossTraits& traits, const Tensor& weights) {
  if (!weights.defined()) return;
  if (weights.dim() != 1 || weights.numel() < 2)
    throw UsageError("{} class weights: expected one for each of at least 2 classes",
                     weights.numel());
  if (traits.outputs == LossOutputs::kOne && weights.numel() != 2)
    throw UsageError("{} class weights for the loss {}, which has 2 classes", weights.numel(),
                     name);
  const auto numbers = weights.to(torch::kCPU, torch::kFloat64);
  for (int64_t i = 0; i < numbers.numel(); ++i) {
    const double weight = numbers[i].item<double>();
    if (!(weight > 0) || !std::isfinite(weight))
      throw UsageError("class weight {} of class {}: expected a finite number greater than 0",
                       weight, i);
  }
}

/// Names those that have it.
void refuse(const std::string& name, const char* option, bool LossTraits::*trait) {
  std::vector<std::string> others;
  for (const auto& [other, entry] : losses().entries())
    if (entry.factory.traits.*trait) others.push_back(other);
  throw UsageError("the loss {} has no {}: {} have", name, option, fmt::join(others, ", "));
}

void check_options(const std::string& name, const LossTraits& traits, const LossOptions& options) {
  if (options.class_weights.defined() && !traits.class_weights)
    refuse(name, "class weights", &LossTraits::class_weights);
  if (options.label_smoothing != 0 && !traits.label_smoothing)
    refuse(name, "label smoothing", &LossTraits::label_smoothing);
  check_smoothing(options.label_smoothing);
  check_weights(name, traits, options.class_weights);
}

}  // namespace

Registry<RegisteredLoss>& losses() {
  static Registry<RegisteredLoss> registered = [] {
    Registry<RegisteredLoss> made("loss");
    add_builtin_losses(made);
    return made;
  }();
  return registered;
}

const LossTraits& loss_traits(const std::string& loss) {
  return losses().find(NamedSettings::parse(loss).name).factory.traits;
}

std::vector<Settings::Known> loss_settings(const std::string& name) {
  const Settings settings;
  losses().find(name).factory.factory(settings, {});
  return settings.known();
}

void register_loss(const std::string& name, LossFactory factory, LossTraits traits) {
  auto summary = traits.summary;
  losses().add(name, std::move(summary), {std::move(factory), std::move(traits)});
}

Loss make_loss(const std::string& spec, const LossOptions& options) {
  const auto [name, settings] = NamedSettings::parse(spec);
  const auto& loss = losses().find(name).factory;
  check_options(name, loss.traits, options);
  auto function = loss.factory(settings, options);
  settings.reject_unknown(fmt::format("loss '{}'", name));
  return {spec, std::move(function), !has(options)};
}

std::vector<std::string> loss_names() {
  return losses().names();
}

}  // namespace gradus::training
