/// What is decided for the user, by the data, the task and the model.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/data/standardization.h"
#include "gradus/models/registry.h"
#include "gradus/training/losses.h"
#include "gradus/training/optimizers.h"
#include "gradus/training/trainer.h"
#include "train_request.h"

namespace gradus::cli {

struct TrainingPlan {
  training::OptimizerSpec optimizer;
  training::Loss loss;
  training::TrainerOptions options;
  /// Each epoch's, and the final test's. Where none are named an epoch measures the first alone: a
  /// macro F1 at every step would slow the training for a line that nobody can read.
  std::vector<std::string> metrics, test_metrics;
};

/// The request where it says something; else the model's traits; else: Adam, the loss of the task
/// (binary cross-entropy for one score of two classes), batches of 128 examples (32 below 5000, 16
/// below 500), and epochs for 8000 steps (10 to 200).
TrainingPlan make_plan(const TrainRequest& request, const data::Dataset& train,
                       const data::Standardization& standardization, torch::nn::AnyModule& model,
                       torch::Device device);

}  // namespace gradus::cli
