/// What is done to training batches on their device: noise, flips, mixing of examples.
#pragma once
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gradus::engine {

/// A change of each training batch before its step.
class BatchTransform {
 public:
  virtual ~BatchTransform() = default;
  /// As in "mixup", for the line that says why a batch is not computed by the fused engine.
  virtual std::string name() const = 0;
  /// Changes the batch of an epoch's `step` (from 0), or puts other tensors in its place. `inputs`
  /// [B, …] float are the batch's own memory; `targets` are [B] int64 or [B, k] float, and classes
  /// may become [B, K] probabilities. What is drawn must be a function of a seed, `epoch` and
  /// `step`, so that a training that goes on from a checkpoint draws the same.
  virtual void apply(torch::Tensor& inputs, torch::Tensor& targets, int64_t epoch,
                     int64_t step) = 0;
};

/// In the order of their use.
using BatchTransforms = std::vector<std::shared_ptr<BatchTransform>>;

}  // namespace gradus::engine
