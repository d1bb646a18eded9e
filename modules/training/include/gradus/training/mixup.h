/// Training on mixtures of examples.
#pragma once
#include "gradus/engine/batch_transform.h"

namespace gradus::training {

/// mixup: each example of a batch becomes λ times itself and 1 - λ times another one of the batch,
/// and its target the same mixture, with one λ a batch from Beta(alpha, alpha); Zhang, Cissé,
/// Dauphin and Lopez-Paz, 2018. Small alphas mix little.
///
/// Inputs [B, …] keep their shape. Targets of classes [B] int64 become probabilities [B, outputs]
/// of the inputs' type; with one output, [B, 1] of class 1. Numbers [B, k] are mixed as they are.
/// The loss must take such targets: cross_entropy, bce, mse. A batch of one stays what it is, with
/// its target as probabilities.
class Mixup : public engine::BatchTransform {
 public:
  static constexpr double kMinAlpha = 0.01,  ///< smallest `alpha`
      kMaxAlpha = 100;                       ///< largest `alpha`

  /// `outputs`: columns of the model's output. Throws `UsageError` for an alpha outside kMinAlpha
  /// to kMaxAlpha (below, numbers of Beta's would underflow; above, all mixtures are halves) and
  /// for outputs below 1.
  Mixup(double alpha, int64_t outputs, uint64_t seed);

  std::string name() const override { return "mixup"; }
  void apply(torch::Tensor& inputs, torch::Tensor& targets, int64_t epoch, int64_t step) override;

 private:
  double alpha_;
  int64_t outputs_;
  uint64_t seed_;
};

}  // namespace gradus::training
