/// Inputs brought to mean 0 and standard deviation 1, by numbers from the training part alone.
#pragma once
#include "gradus/data/dataset.h"

#include <torch/types.h>

#include <map>
#include <string>

namespace gradus::data {

/// Subtracts a mean and divides by a standard deviation (the population's, as scikit-learn's
/// StandardScaler): one of each a feature for tables ([F]), one for all pixels of images ([]).
/// uint8 inputs are scaled by 1/255 first. Regression targets get a mean and deviation of their
/// own ([k]). What is constant in training keeps a deviation of 1.
///
///     const auto parts = split(dataset, 0.1, seed);
///     const auto standardization = Standardization::fit(parts.train);
///     trainer.fit(standardization.apply(parts.train), standardization.apply(parts.held_out));
class Standardization {
 public:
  /// Changes nothing but uint8 to float32 in 0..1.
  Standardization();
  /// Measures mean and deviation. Throws `DataError` for a data set that `validate` refuses.
  static Standardization fit(const Dataset& train);

  /// [N, ...] uint8 or float32 to float32 of the same shape, on the same device. Throws
  /// `DataError` when the number of features is another than that of the training part.
  torch::Tensor apply(const torch::Tensor& inputs) const;
  /// Inputs, and for regression the targets.
  Dataset apply(const Dataset& dataset) const;
  /// Turns a regression network's outputs [N, k] back into the targets' own units; returns those
  /// of a classifier as they are.
  torch::Tensor restore_outputs(const torch::Tensor& outputs) const;

  /// For saving with the model: input_mean, input_std and, for regression, target_mean and
  /// target_std; float32 on the CPU.
  std::map<std::string, torch::Tensor> tensors() const;
  /// Throws `CheckpointError` for missing or unusable tensors; others in the map are ignored.
  static Standardization from_tensors(const std::map<std::string, torch::Tensor>& tensors);

 private:
  torch::Tensor input_mean_, input_std_;    // [F] or []
  torch::Tensor target_mean_, target_std_;  // [k], undefined for classification
};

}  // namespace gradus::data
