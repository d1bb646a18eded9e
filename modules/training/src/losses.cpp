#include "gradus/training/losses.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <torch/nn/functional/loss.h>

#include <map>

namespace gradus::training {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;

/// Classes 0 and 1 as -1 and +1, [N, 1] like the scores.
Tensor signs(const Tensor& targets, const Tensor& scores) {
  return (targets * 2 - 1).to(scores.scalar_type()).unsqueeze(1);
}

Tensor cross_entropy(const Tensor& logits, const Tensor& targets) {
  return F::cross_entropy(logits, targets);
}

Tensor binary_cross_entropy(const Tensor& logits, const Tensor& targets) {
  return F::binary_cross_entropy_with_logits(logits, targets.to(logits.scalar_type()).unsqueeze(1));
}

Tensor mean_squared_error(const Tensor& outputs, const Tensor& targets) {
  return F::mse_loss(outputs, targets);
}

Tensor hinge(const Tensor& scores, const Tensor& targets) {
  if (scores.size(1) > 1) return F::multi_margin_loss(scores, targets);
  return (1 - signs(targets, scores) * scores).clamp_min(0).mean();
}

/// Only mistakes count. A score of exactly 0 means class 0 (see metrics::predicted_classes), so for
/// class 1 it is a mistake: without that, a perceptron that starts from zero would never move.
Tensor perceptron(const Tensor& scores, const Tensor& targets) {
  if (scores.size(1) > 1) {
    const auto target_score = scores.gather(1, targets.unsqueeze(1)).squeeze(1);
    return (std::get<0>(scores.max(1)) - target_score).mean();
  }
  const auto mistaken = (scores > 0).to(torch::kInt64).squeeze(1).ne(targets).unsqueeze(1);
  return (-signs(targets, scores) * scores * mistaken).mean();
}

const std::map<std::string, Loss>& losses() {
  static const std::map<std::string, Loss> kLosses = {
      {"cross_entropy", {"cross_entropy", cross_entropy}},
      {"bce", {"bce", binary_cross_entropy}},
      {"mse", {"mse", mean_squared_error}},
      {"hinge", {"hinge", hinge}},
      {"perceptron", {"perceptron", perceptron}},
  };
  return kLosses;
}

}  // namespace

Loss make_loss(const std::string& name) {
  const auto found = losses().find(name);
  if (found == losses().end())
    throw UsageError("{}", unknown_name_message("loss", name, loss_names()));
  return found->second;
}

std::vector<std::string> loss_names() {
  std::vector<std::string> names;
  for (const auto& [name, loss] : losses()) names.push_back(name);
  return names;
}

}  // namespace gradus::training
