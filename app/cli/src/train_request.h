/// What `gradus train` was asked to do.
#pragma once
#include "augmentation_flags.h"
#include "balance_flags.h"
#include "callback_flags.h"
#include "data_flags.h"
#include "diagnosis_flags.h"
#include "gradus/core/settings.h"
#include "gradus/engine/step_engine.h"
#include "gradus/training/optimizers.h"
#include "step_flags.h"

#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

struct TrainRequest {
  DataRequest data;
  NamedSettings model;
  std::optional<std::string> optimizer, loss;  ///< the model's or the trainer's choice when not set
  std::optional<double> learning_rate;
  std::optional<int64_t> epochs, batch_size;  ///< chosen by the size of the data when not set
  std::vector<std::string> metrics;           ///< chosen by the task when empty
  int64_t threads = 0;
  engine::EngineKind engine = engine::EngineKind::kAuto;
  engine::Precision precision = engine::Precision::kFloat32;
  uint64_t seed = 0;
  CallbackRequest callbacks;
  AugmentationRequest augmentation;
  BalanceRequest balance;
  StepRequest steps;
  DiagnosisRequest diagnosis;
  std::string device = "cpu", output = "runs", name, init_from;
  bool standardize = true, figures = true, quiet = false, json = false;
};

/// Those of data, model and how a step is taken: all that `lr-find` shares with `train`.
void add_plan_flags(CLI::App& app, Flags& flags);
/// Those and what else a whole training takes.
void add_train_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range.
TrainRequest read_train_flags(const Flags& flags);

}  // namespace gradus::cli
