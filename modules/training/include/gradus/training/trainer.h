/// The one trainer of gradus: PyTorch's workflow for any torch::nn module.
#pragma once
#include "gradus/data/batches.h"
#include "gradus/data/dataset.h"
#include "gradus/engine/step_engine.h"
#include "gradus/metrics/metric.h"
#include "gradus/training/callback.h"
#include "gradus/training/losses.h"
#include "gradus/training/optimizers.h"

#include <torch/arg.h>
#include <torch/nn/modules/container/any.h>

#include <memory>
#include <vector>

namespace gradus::training {

/// How a `Trainer` trains. Each option is set and asked for by its name, as LibTorch's are:
/// `TrainerOptions().epochs(5).batch_size(64)`.
struct TrainerOptions {
  TORCH_ARG(int64_t, epochs) = 10;       ///< 1 to 1e6
  TORCH_ARG(int64_t, batch_size) = 128;  ///< 1 to 1e8; the last batch of an epoch may be shorter
  TORCH_ARG(uint64_t, seed) =
      0;  ///< of the order of examples; weights and dropout follow LibTorch's generator
  TORCH_ARG(torch::Device, device) = torch::kCPU;  ///< where model and data are moved to
  TORCH_ARG(int64_t, threads) = 0;  ///< 0: the fastest for this machine and size of work
  /// How steps are computed; what the named engine does not cover, eager does.
  TORCH_ARG(engine::EngineKind, engine) = engine::EngineKind::kAuto;
  /// Of the matrix products.
  TORCH_ARG(engine::Precision, precision) = engine::Precision::kFloat32;
  /// Accumulation and clipping of gradients.
  TORCH_ARG(engine::GradientRule, gradients);
  /// Applied to each training batch in this order; none by default.
  TORCH_ARG(engine::BatchTransforms, transforms);
  /// Draws each epoch's examples with replacement, every class equally likely, instead of taking
  /// each once. Classification only.
  TORCH_ARG(bool, balanced) = false;
};

/// Result of `Trainer::evaluate`.
struct Report {
  double loss = 0;        ///< mean over the examples, as the loss defines it
  MetricValues metrics;   ///< one each of the trainer's metrics
  torch::Tensor outputs;  ///< [N, K] on the CPU, in the data set's order
};

/// Trains and evaluates.
///
///     Trainer trainer(model, {.name = "adam"}, make_loss("cross_entropy"),
///                     TrainerOptions().epochs(5));
///     trainer.add(std::make_unique<metrics::Accuracy>());
///     History history = trainer.fit(train, &validation);
///     Report report = trainer.evaluate(test);
///
/// The model's `forward` takes one float tensor [N, ...] and returns one [N, K]. The model, and the
/// data of each call, are moved to the device once. Loss and metrics stay there until they are
/// reported.
class Trainer {
 public:
  /// Throws `UsageError` for options out of range.
  Trainer(torch::nn::AnyModule model, const OptimizerSpec& optimizer, Loss loss,
          TrainerOptions options = {});
  ~Trainer();
  Trainer(Trainer&&) noexcept;  ///< The one moved from may only be destroyed.

  /// Called in the order of adding. Returns the trainer.
  Trainer& add(std::shared_ptr<Callback> callback);
  /// Measured in training and evaluation, and reported in the order of adding. Returns the trainer.
  Trainer& add(std::shared_ptr<metrics::Metric> metric);

  /// All that the training needs to go on from where it stands as if it had never stopped: weights
  /// and buffers, the optimizer's state, the position in the epoch with what was measured in it,
  /// the generators, the history, what callbacks remember. To be asked for in a callback or after
  /// `fit`. The tensors are copies.
  StateMap state() const;
  /// Lets the next `fit` go on from there. The data, the model, the options and the kinds of
  /// callbacks and metrics must be the same; epochs may be more, the engine, the threads and the
  /// device others (bit for bit only with the same). Throws `CheckpointError` for a state of
  /// another model, optimizer or set of metrics, and has changed nothing then.
  void load_state(StateMap state);

  /// Trains on `train`; measures `validation` after each epoch when given. Ends early when a
  /// callback asks for it. Throws `DivergedError` (step, loss, largest gradient) when the loss
  /// becomes non-finite, `DataError` when the data cannot be trained on.
  History fit(const data::Dataset& train, const data::Dataset* validation = nullptr);

  /// Loss, metrics and outputs in evaluation mode, without gradients.
  Report evaluate(const data::Dataset& dataset);

  /// As they were given.
  const TrainerOptions& options() const { return options_; }
  /// The model that is trained, on the options' device.
  torch::nn::Module& model() const { return *model_.ptr(); }
  /// The engine that computes the steps. The graph engine may become eager at its first step.
  std::string_view engine_name() const { return engine_->name(); }
  /// Why it is eager; empty if it is another.
  std::string_view engine_reason() const {
    return engine_reason_.empty() ? engine_->fallback_reason() : engine_reason_;
  }
  /// The threads that it computes with.
  int threads() const { return engine_->threads(); }
  /// Whether training may draw from LibTorch's generator, as dropout does.
  bool draws() const { return engine_->draws(); }

 private:
  struct Progress;

  /// Sets the progress, tells the callbacks, and returns what the epoch to go on with has measured.
  StateMap begin(const data::Dataset& train, const data::Dataset* validation);
  void load_callbacks(const StateMap& loaded);
  data::Batches start_epoch(const data::Dataset& train, const StateMap& measured);
  EpochRecord train_epoch(const data::Dataset& train, const StateMap& measured);
  void validate_epoch(const data::Dataset& validation, EpochRecord& record);
  int64_t multiply_adds() const;

  torch::nn::AnyModule model_;
  Loss loss_;
  TrainerOptions options_;
  // On the heap, because the engine refers to them and trainers are moved.
  std::unique_ptr<engine::FlatParameters> parameters_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  std::unique_ptr<engine::StepEngine> engine_;
  std::string engine_reason_;
  std::vector<std::shared_ptr<Callback>> callbacks_;
  std::vector<std::shared_ptr<metrics::Metric>> metrics_;
  std::unique_ptr<Progress> progress_;
  StateMap loaded_;  ///< what `load_state` left for the next `fit`
};

}  // namespace gradus::training
