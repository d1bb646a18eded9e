/// Training steps of networks so small that calling anything costs more than computing.
#pragma once
#include "fused/network.h"
#include "gradus/engine/flat_parameters.h"

#include <optional>
#include <vector>

namespace gradus::engine {

/// Linear layers, each with an activation or none, computed by one call of the kernels a step.
template <typename T>
class TinyNetwork {
 public:
  /// Nothing for networks that have other layers or that are large enough for BLAS to be faster.
  static std::optional<TinyNetwork> plan(const FeedForwardLayers& layers,
                                         const FlatParameters& parameters);

  /// Inputs of `batch` are of type T. Leaves the gradients in `gradients` and the outputs [rows,
  /// K]; returns the mean loss.
  double train(const BatchRows<T>& batch, LossKind loss, const T* parameters, T* gradients,
               T* outputs);

 private:
  explicit TinyNetwork(std::vector<TinyLayer> layers);

  std::vector<TinyLayer> layers_;
  torch::Tensor workspace_;
};

}  // namespace gradus::engine
