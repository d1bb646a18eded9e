/// Training on mirrored images.
#pragma once
#include "gradus/engine/batch_transform.h"

namespace gradus::training {

/// Which mirrors an image may meet.
enum class FlipKind {
  kHorizontal,  ///< left and right change places
  kVertical,    ///< top and bottom do
  kBoth,        ///< each of the two on its own
};

/// Mirrors each image of a batch with a chance of one half. For [B, H, W] and [B, C, H, W] on any
/// device; targets stay. Only for images whose mirror image is of the same class: not for digits.
class RandomFlip : public engine::BatchTransform {
 public:
  /// `seed` of the coins, together with the epoch and the step.
  RandomFlip(FlipKind kind, uint64_t seed);

  std::string name() const override { return "random flips"; }
  /// Throws `UsageError` for inputs that are no images.
  void apply(torch::Tensor& inputs, torch::Tensor& targets, int64_t epoch, int64_t step) override;

 private:
  FlipKind kind_;
  uint64_t seed_;
};

/// "horizontal", "vertical", "both". Throws `UsageError` for others, nearest first.
FlipKind parse_flip(const std::string& name);
/// The names that `parse_flip` takes.
std::vector<std::string> flip_names();

}  // namespace gradus::training
