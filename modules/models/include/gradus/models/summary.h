/// What a model is made of: its layers with the shapes they return and their parameters.
#pragma once
#include "gradus/models/registry.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::models {

/// A layer of a model.
struct SummaryRow {
  std::string name;  ///< as in the state dict, e.g. "layers.0"; "(model)" for the model itself
  std::string type;  ///< e.g. "Linear"
  std::string output_shape;  ///< e.g. "[N, 10]"; "?" where it cannot be told without running it
  int64_t parameters;        ///< numbers that are learned, its sub-modules' not included
};

/// One row for each module that has no sub-modules or that holds parameters itself, in the order of
/// registration. Exact for the models here. LibTorch has no hooks that would tell the shapes in a
/// user's module, so there they follow from the layers' own options, registration order being taken
/// for the order of use; a parameter shared by two modules is counted once.
std::vector<SummaryRow> summarize(const torch::nn::Module& module, ModelShape shape);

/// A table with a line for the total, each line ending in a line feed.
std::string format_summary(const std::vector<SummaryRow>& rows);

}  // namespace gradus::models
