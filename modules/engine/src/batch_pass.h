/// One batch's way through a model by autograd.
#pragma once
#include "accumulation.h"
#include "gradus/engine/step_engine.h"
#include "target_check.h"

namespace gradus::engine {

/// Inputs [B, …] and targets, gathered from an epoch's rows in the type that the model computes in.
struct Batch {
  torch::Tensor inputs, targets;
};

class BatchPass {
 public:
  explicit BatchPass(const EngineRequest& request);

  /// Before the batches of an epoch; waits for the device where its targets are new.
  void start_epoch(const EpochRows& rows) { check_.read(rows.targets); }
  Batch gather(const EpochRows& rows, const torch::Tensor& order) const;
  /// The outputs of inputs of any type, in float32 or the weights' own; in bfloat16, LibTorch's
  /// autocast rounds what products read.
  torch::Tensor forward(const torch::Tensor& inputs) const;
  /// Leaves the batch's gradients in the flat parameters, or adds them where it is not the first of
  /// an accumulation. Throws `DataError` for targets that the outputs have no place for.
  StepResult measure(const Batch& batch, const Accumulation& place = {}) const;

 private:
  EngineRequest request_;
  torch::ScalarType type_;
  TargetCheck check_;
};

}  // namespace gradus::engine
