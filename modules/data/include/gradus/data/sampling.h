/// How an epoch takes its examples: each once, or some more often than others.
#pragma once
#include "gradus/data/dataset.h"

#include <ATen/core/Generator.h>
#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::data {

/// The ways that users can name.
enum class SamplingKind {
  kPermutation,  ///< each example once an epoch, in a random order
  kBalanced,     ///< with replacement, each class equally likely
};

/// By name, as users write it: permutation, balanced. Throws `UsageError` for another, the nearest
/// first.
SamplingKind parse_sampling(const std::string& name);
/// What `parse_sampling` accepts.
std::vector<std::string> sampling_names();

/// Draws an epoch's order. An epoch has as many draws as the data has examples in any case.
class Sampling {
 public:
  /// Each example once.
  Sampling() = default;
  /// With replacement: example i is drawn with probability `weights[i]` / sum, as by PyTorch's
  /// WeightedRandomSampler. [N] of any floating type and device; kept in double precision on the
  /// device. Throws `UsageError` for weights that are negative, not finite or all zero.
  static Sampling by_weight(const torch::Tensor& weights);
  /// `kBalanced` weighs each example by 1 / (examples of its class). Throws `UsageError` for a
  /// regression set.
  static Sampling of(SamplingKind kind, const Dataset& dataset);

  /// Whether an example may be drawn twice.
  bool with_replacement() const { return cumulative_.defined(); }
  /// [examples] int64 on the generator's device. Throws `UsageError` when the weights are for
  /// another number of examples.
  torch::Tensor draw(int64_t examples, const at::Generator& generator) const;

 private:
  torch::Tensor cumulative_;  // [N] float64 up to 1; undefined without replacement
};

}  // namespace gradus::data
