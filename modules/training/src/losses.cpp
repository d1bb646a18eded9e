#include "builtin_losses.h"
#include "gradus/core/error.h"

#include <torch/nn/functional/loss.h>

namespace gradus::training {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;

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

LossFunction cross_entropy(const LossOptions& options) {
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

LossFunction binary_cross_entropy(const LossOptions& options) {
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

/// Of losses without settings and options.
LossFactory plain(Tensor (*loss)(const Tensor&, const Tensor&)) {
  return [loss](const Settings&, const LossOptions&) -> LossFunction { return loss; };
}

}  // namespace

void add_builtin_losses(Registry<RegisteredLoss>& losses) {
  const auto add = [&](const std::string& name, LossFactory factory, LossTraits traits) {
    auto summary = traits.summary;
    losses.add(name, std::move(summary), {std::move(factory), std::move(traits)});
  };
  add("cross_entropy",
      [](const Settings&, const LossOptions& options) { return cross_entropy(options); },
      {.summary = "softmax cross-entropy of one logit a class",
       .outputs = LossOutputs::kSeveral,
       .mixed_targets = true,
       .class_weights = true,
       .label_smoothing = true});
  add("bce",
      [](const Settings&, const LossOptions& options) { return binary_cross_entropy(options); },
      {.summary = "binary cross-entropy of one logit",
       .outputs = LossOutputs::kOne,
       .mixed_targets = true,
       .class_weights = true,
       .label_smoothing = true});
  add("mse", plain(mean_squared_error),
      {.summary = "mean of squared residuals", .regression = true, .mixed_targets = true});
  add("hinge", plain(hinge), {.summary = "max(0, 1 - margin): a support vector machine's"});
  add("perceptron", plain(perceptron), {.summary = "max(0, -margin): Rosenblatt's rule with sgd"});
}

}  // namespace gradus::training
