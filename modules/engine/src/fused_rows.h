/// An epoch's rows as the fused engine reads them.
#pragma once
#include "fused/network.h"
#include "gradus/engine/step_engine.h"

namespace gradus::engine {

/// Contiguous [N, features] of T, uint8 taken as x / 255. Throws `DataError` for another width.
template <typename T>
torch::Tensor fused_inputs(const torch::Tensor& inputs, int64_t features);

/// Keeps the tensors alive that the pointers of its batches point into.
template <typename T>
class FusedRows {
 public:
  /// With `convert`, the inputs of all batches are of type T. Throws `DataError` where inputs or
  /// targets do not fit a model of `features` and `outputs`.
  FusedRows(const EpochRows& rows, int64_t features, int64_t outputs, bool convert);
  FusedRows() = default;

  BatchRows<T> batch(int64_t index) const;

 private:
  torch::Tensor inputs_, classes_, values_, order_;
  int64_t batch_size_ = 1;
};

}  // namespace gradus::engine
