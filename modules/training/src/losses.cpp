#include "gradus/training/losses.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <torch/nn/functional/loss.h>

#include <cmath>
#include <map>

namespace gradus::training {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;
using Function = std::function<Tensor(const Tensor& outputs, const Tensor& targets)>;

bool has(const LossOptions& options) {
  return options.class_weights.defined() || options.label_smoothing != 0;
}

/// Classes 0 and 1 as -1 and +1, [N, 1] like the scores.
Tensor signs(const Tensor& targets, const Tensor& scores) {
  return (targets * 2 - 1).to(scores.scalar_type()).unsqueeze(1);
}

/// Class weights on the device and in the type of what they weigh; copied there once.
class Weights {
 public:
  explicit Weights(Tensor weights) : weights_(std::move(weights)) {}

  const Tensor& like(const Tensor& logits) {
    if (!weights_.defined()) return weights_;
    if (weights_.numel() != logits.size(1)) {
      throw UsageError("{} class weights for a model of {} outputs: expected one for each class",
                       weights_.numel(), logits.size(1));
    }
    if (weights_.device() != logits.device() || weights_.scalar_type() != logits.scalar_type())
      weights_ = weights_.to(logits.options());
    return weights_;
  }

 private:
  Tensor weights_;
};

Tensor in_type_of(const Tensor& outputs, const Tensor& targets) {
  return targets.is_floating_point() ? targets.to(outputs.scalar_type()) : targets;
}

Function cross_entropy(const LossOptions& options) {
  return [weights = Weights(options.class_weights), smoothing = options.label_smoothing](
             const Tensor& logits, const Tensor& targets) mutable {
    return F::cross_entropy(
        logits, in_type_of(logits, targets),
        F::CrossEntropyFuncOptions().weight(weights.like(logits)).label_smoothing(smoothing));
  };
}

Tensor plain_binary_cross_entropy(const Tensor& logits, const Tensor& targets) {
  const auto probabilities = targets.to(logits.scalar_type());
  return F::binary_cross_entropy_with_logits(
      logits, targets.is_floating_point() ? probabilities : probabilities.unsqueeze(1));
}

Function binary_cross_entropy(const LossOptions& options) {
  if (!has(options)) return plain_binary_cross_entropy;
  return [softmax = cross_entropy(options)](const Tensor& logits, const Tensor& targets) {
    const auto both = torch::cat({torch::zeros_like(logits), logits}, 1);
    if (!targets.is_floating_point()) return softmax(both, targets);
    return softmax(both, torch::cat({1 - targets, targets}, 1));
  };
}

Tensor mean_squared_error(const Tensor& outputs, const Tensor& targets) {
  return F::mse_loss(outputs, in_type_of(outputs, targets));
}

void refuse_probabilities(const char* loss, const Tensor& targets) {
  if (targets.is_floating_point()) {
    throw UsageError(
        "the loss {} takes classes, not probabilities as mixed examples have: choose cross_entropy",
        loss);
  }
}

Tensor hinge(const Tensor& scores, const Tensor& targets) {
  refuse_probabilities("hinge", targets);
  if (scores.size(1) > 1) return F::multi_margin_loss(scores, targets);
  return (1 - signs(targets, scores) * scores).clamp_min(0).mean();
}

/// Only mistakes count. A score of exactly 0 means class 0 (see metrics::predicted_classes), so for
/// class 1 it is a mistake: without that, a perceptron that starts from zero would never move.
Tensor perceptron(const Tensor& scores, const Tensor& targets) {
  refuse_probabilities("perceptron", targets);
  if (scores.size(1) > 1) {
    const auto target_score = scores.gather(1, targets.unsqueeze(1)).squeeze(1);
    return (std::get<0>(scores.max(1)) - target_score).mean();
  }
  const auto mistaken = (scores > 0).to(torch::kInt64).squeeze(1).ne(targets).unsqueeze(1);
  return (-signs(targets, scores) * scores * mistaken).mean();
}

using Maker = Function (*)(const LossOptions&);

const std::map<std::string, Maker>& makers() {
  static const std::map<std::string, Maker> kMakers = {
      {"cross_entropy", cross_entropy},
      {"bce", binary_cross_entropy},
      {"mse", [](const LossOptions&) -> Function { return mean_squared_error; }},
      {"hinge", [](const LossOptions&) -> Function { return hinge; }},
      {"perceptron", [](const LossOptions&) -> Function { return perceptron; }},
  };
  return kMakers;
}

void check_smoothing(double smoothing) {
  if (smoothing >= 0 && smoothing < 1) return;
  throw UsageError("label smoothing = {}: expected 0 to below 1", smoothing);
}

void check_weights(const std::string& name, const Tensor& weights) {
  if (!weights.defined()) return;
  if (weights.dim() != 1 || weights.numel() < 2)
    throw UsageError("{} class weights: expected one for each of at least 2 classes",
                     weights.numel());
  if (name == "bce" && weights.numel() != 2)
    throw UsageError("{} class weights for the loss bce, which has 2 classes", weights.numel());
  const auto numbers = weights.to(torch::kCPU, torch::kFloat64);
  for (int64_t i = 0; i < numbers.numel(); ++i) {
    const double weight = numbers[i].item<double>();
    if (!(weight > 0) || !std::isfinite(weight))
      throw UsageError("class weight {} of class {}: expected a finite number greater than 0",
                       weight, i);
  }
}

void check_options(const std::string& name, const LossOptions& options) {
  if (!has(options)) return;
  if (name != "cross_entropy" && name != "bce") {
    throw UsageError(
        "the loss {} has no class weights and no label smoothing: cross_entropy "
        "and bce have",
        name);
  }
  check_smoothing(options.label_smoothing);
  check_weights(name, options.class_weights);
}

}  // namespace

Loss make_loss(const std::string& name, const LossOptions& options) {
  const auto found = makers().find(name);
  if (found == makers().end())
    throw UsageError("{}", unknown_name_message("loss", name, loss_names()));
  check_options(name, options);
  return {name, found->second(options), !has(options)};
}

std::vector<std::string> loss_names() {
  std::vector<std::string> names;
  for (const auto& [name, maker] : makers()) names.push_back(name);
  return names;
}

}  // namespace gradus::training
