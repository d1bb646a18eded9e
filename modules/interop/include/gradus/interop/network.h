/// A trained network as every export sees it.
#pragma once
#include "gradus/checkpoint/saved_model.h"
#include "gradus/core/feed_forward.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gradus::interop {

/// Tensors by PyTorch's dotted names, in the module's own order.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// A layer, and under which name the model keeps its tensors.
struct NamedLayer {
  std::string module;  ///< as in `layers.0`; empty for a layer without tensors
  Layer layer;         ///< what it computes, with the module's own tensors
};

/// All that is needed to compute what `gradus predict` prints, in whatever language. With x the
/// inputs [N, …] flattened from dimension 1 to [N, in_features] (bytes divided by 255 first):
///
///     z = layers((x - input_mean) / input_std)
///     classification: softmax(z), and with one output (1 - p, p) of p = sigmoid(z)
///     regression:     z target_std + target_mean
struct Network {
  std::string model;  ///< its name in the model registry
  /// The layers in the order of their use; nothing where `forward` is something else than a stack
  /// of them, as it may be in a user's model, or where a layer's tensors are not `MODULE.weight`,
  /// `MODULE.bias` and so on, as PyTorch's own layers have them.
  std::optional<std::vector<NamedLayer>> layers;
  NamedTensors state;                        ///< as `named_state` gives it
  std::vector<std::string> buffers;          ///< names in `state` that are buffers, not parameters
  torch::ScalarType type = torch::kFloat32;  ///< of the parameters: float32 or float64
  std::vector<int64_t> input_shape;          ///< of one example, as in [28, 28]
  int64_t in_features = 0;                   ///< numbers a row
  int64_t out_features = 0;                  ///< classes, or predicted numbers a row
  bool is_classifier = true;                 ///< else it predicts numbers
  std::vector<std::string> class_names;      ///< one a class; empty for regression
  std::vector<std::string> feature_names;    ///< one a column of a table; else empty
  std::vector<std::string> target_names;     ///< one a target column; may be empty
  torch::Tensor input_mean;                  ///< [in_features] or [], float32
  torch::Tensor input_std;                   ///< likewise
  torch::Tensor target_mean;  ///< [out_features], float32; undefined for a classifier
  torch::Tensor target_std;   ///< likewise
};

/// Parameters and buffers, detached, on the CPU, as `state_dict()` in Python orders them: module by
/// module in the order of their registration, parameters before buffers.
NamedTensors named_state(const torch::nn::Module& module);

/// `module` is the one that `saved` was built as, with its tensors loaded. Throws `CheckpointError`
/// where the standardisation is missing or has another size than the model.
Network describe_network(const torch::nn::Module& module, const checkpoint::SavedModel& saved);

}  // namespace gradus::interop
