/// A training with everything decided and read, before its first step.
#pragma once
#include "data_flags.h"
#include "gradus/data/standardization.h"
#include "gradus/models/registry.h"
#include "train_request.h"
#include "training_plan.h"

#include <torch/nn/modules/container/any.h>

#include <map>
#include <string>

namespace gradus::cli {

struct PreparedRun {
  torch::Device device;
  DataParts parts;  ///< as loaded, not standardised
  data::Standardization standardization;
  torch::nn::AnyModule model;
  models::ModelShape shape;
  TrainingPlan plan;
};

/// Loads and splits the data, or takes `parts`, seeds LibTorch's generators, and makes the model
/// and the plan.
PreparedRun prepare(const TrainRequest& request);
PreparedRun prepare(const TrainRequest& request, DataParts parts);

/// What was decided where the request left it open, by flag: what makes a configuration repeat the
/// run exactly.
std::map<std::string, std::string> decided_flags(const PreparedRun& run,
                                                 const training::Trainer& trainer);

}  // namespace gradus::cli
