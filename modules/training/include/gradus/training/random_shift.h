/// Training on images moved by some pixels.
#pragma once
#include "gradus/engine/batch_transform.h"

#include <c10/util/ArrayRef.h>

namespace gradus::training {

/// Moves each image of a batch by whole pixels, up or down and left or right, every distance from
/// -pixels to pixels equally likely. What comes in from outside is `fill`: the value that black has
/// in the inputs, which after standardisation is not 0 (0 is the mean there). For [B, H, W] and
/// [B, C, H, W] on any device; targets stay.
class RandomShift : public engine::BatchTransform {
 public:
  /// Throws `UsageError` for pixels below 1 and for a fill that is not finite.
  RandomShift(int64_t pixels, double fill, uint64_t seed);

  std::string name() const override { return "random shifts"; }
  /// Throws `UsageError` for inputs that are no images, and where a shift could leave nothing of
  /// them.
  void apply(torch::Tensor& inputs, torch::Tensor& targets, int64_t epoch, int64_t step) override;

  /// Says the same of an example's shape, before there is a batch.
  void check(c10::IntArrayRef shape) const;

 private:
  int64_t pixels_;
  double fill_;
  uint64_t seed_;
};

}  // namespace gradus::training
