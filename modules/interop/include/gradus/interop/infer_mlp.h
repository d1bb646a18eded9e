/// Which multilayer perceptron a network's tensors make.
#pragma once
#include "gradus/interop/network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::interop {

/// Numbers in and out of a network of matrices.
struct OuterSizes {
  int64_t in_features = 0;   ///< columns of the first
  int64_t out_features = 0;  ///< rows of the last
};

/// What tensors tell of a network; of its activations they tell a learned slope alone.
struct InferredMlp {
  OuterSizes sizes;                    ///< of the whole network
  std::vector<int64_t> hidden;         ///< widths of the hidden layers
  std::string normalization = "none";  ///< as the option of the model: none, batch or layer
  bool bias = false;                   ///< some linear layer has one
  bool prelu = false;                  ///< there are slopes [1]
};

/// The matrices make a chain, each taking what another gives. Its order is the file's (`in_order`),
/// or that of the numbers in the names, or the only one in which the sizes fit. Throws
/// `CheckpointError` where there is no matrix, no such chain, or more than one.
InferredMlp infer_mlp(const NamedTensors& tensors, bool in_order);

/// Those of the first and last matrix as the names stand, whatever is between them: for a model
/// that is named and shall be compared. Throws `CheckpointError` where there is no matrix.
OuterSizes outer_sizes(const NamedTensors& tensors);

}  // namespace gradus::interop
