/// How training steps are computed: one interface, several ways.
#pragma once
#include "gradus/engine/batch_transform.h"
#include "gradus/engine/flat_parameters.h"
#include "gradus/engine/precision.h"

#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::engine {

/// The rows of an epoch and the order in which its batches take them.
struct EpochRows {
  torch::Tensor inputs;   ///< [N, …] float, or uint8 taken as x / 255
  torch::Tensor targets;  ///< [N] int64 classes, or [N, k] float
  torch::Tensor order;    ///< [N] int64 on the same device
  int64_t batch_size;     ///< at most N; the last batch may be shorter
  int64_t epoch = 1;      ///< for what is drawn anew in each

  /// Batches of the epoch.
  int64_t steps() const { return (inputs.size(0) + batch_size - 1) / batch_size; }
};

/// What a step measured before it changed the weights; valid until the next step.
struct StepResult {
  torch::Tensor loss;     ///< scalar: the mean over the batch
  torch::Tensor outputs;  ///< [B, K]
};

/// Trains a model batch by batch; made by `make_engine`.
class StepEngine {
 public:
  virtual ~StepEngine() = default;
  /// "eager", "fused" or "graph".
  virtual std::string_view name() const = 0;
  /// Why its steps have become eager's, which shows at the first of them; empty if they have not.
  virtual std::string_view fallback_reason() const { return {}; }
  /// The threads that it computes with, and that LibTorch should have beside it.
  virtual int threads() const = 0;
  /// Must be called before the steps of each epoch. Throws `DataError` for rows that do not fit the
  /// model, a class that the loss does not know included.
  virtual void start_epoch(const EpochRows& rows) = 0;
  /// Trains on batch `index`, from 0: gradients, one step of the optimizer.
  virtual StepResult step(int64_t index) = 0;
  /// Trains on batch `first` and, where that is faster than calls of `step`, on some of those after
  /// it, but on `count` at most and on none after a loss that is not finite. Then `loss` is
  /// [batches], and `outputs` holds the rows of all of them.
  virtual StepResult steps(int64_t first, int64_t count) {
    static_cast<void>(count);
    return step(first);
  }
  /// Whether steps may draw from LibTorch's generator, which all threads share.
  virtual bool draws() const { return true; }
  /// Outputs [N, K] of inputs [N, …] in evaluation mode, without gradients. The model is in that
  /// mode already.
  virtual torch::Tensor predict(const torch::Tensor& inputs) = 0;
};

/// What is done to gradients between the backward pass and the optimizer's step, in this order.
/// Between the batches of an accumulation the flat gradient holds the sum of rows × gradient, and
/// nothing else remembers: whoever saves it can go on in the middle.
struct GradientRule {
  /// Batches whose gradients make one step of the optimizer: the gradient is that of the mean loss
  /// over all their rows. The last step of an epoch takes those that are left.
  int64_t accumulate = 1;
  double clip_norm = 0;   ///< scales the gradient of all parameters to at most this 2-norm; 0: no
  double clip_value = 0;  ///< cuts each number of it to [-clip_value, clip_value]; 0: no

  /// Whether it leaves gradients as they are.
  bool is_plain() const { return accumulate == 1 && clip_norm == 0 && clip_value == 0; }
};

/// The ways to compute a step; `make_engine` says what each covers.
enum class EngineKind {
  kAuto,   ///< fused on the CPU, graph on a CUDA device
  kEager,  ///< by autograd
  kFused,  ///< written out, on the CPU
  kGraph,  ///< as a CUDA graph
};

/// "auto", "eager", "fused", "graph". Throws `UsageError` for others, nearest first.
EngineKind parse_engine(const std::string& name);
/// What `parse_engine` accepts.
std::vector<std::string> engine_names();

/// What an engine trains. References must outlive it.
struct EngineRequest {
  EngineKind kind = EngineKind::kAuto;       ///< what is asked for
  std::shared_ptr<torch::nn::Module> model;  ///< on `device` already
  /// The model's `forward`: [B, …] float to [B, K].
  std::function<torch::Tensor(const torch::Tensor& inputs)> forward;
  std::string loss_name;  ///< as `training::make_loss` knows it, or a user's own
  /// Outputs [B, K] and targets [B] or [B, k] to a scalar, the mean over the batch.
  std::function<torch::Tensor(const torch::Tensor& outputs, const torch::Tensor& targets)> loss;
  /// Whether `loss` is what its name says and nothing else, as class weights or smoothed labels.
  bool plain_loss = true;
  FlatParameters& parameters;          ///< the model's
  torch::optim::Optimizer& optimizer;  ///< of the flat parameters, or for LBFGS of the model's own
  torch::Device device;                ///< where steps are computed
  Precision precision = Precision::kFloat32;  ///< of matrix products
  GradientRule gradients = {};                ///< what is done to gradients before a step
  /// Applied to each training batch in this order.
  BatchTransforms transforms = {};
  int64_t threads = 0;        ///< 0: as many as pay
  int64_t multiply_adds = 0;  ///< of a step's forward pass, for that choice
};

/// What `make_engine` took.
struct EngineChoice {
  std::unique_ptr<StepEngine> engine;  ///< never empty
  /// Why it is eager; empty if it is another.
  std::string reason;
};

/// - eager: autograd, for any module. The optimizer's step is LibTorch's fused kernel where there
///   is one.
/// - fused: on the CPU, for models that are `FeedForward` with one of our losses and an optimizer
///   other than LBFGS: the whole step written out over memory that is taken once.
/// - graph: on a CUDA device, for SGD, Adam and AdamW: eager's step, captured once as a CUDA graph
///   and replayed. For models that do the same operations every time and wait for none of them.
/// - auto: fused on the CPU, graph on a CUDA device.
///
/// What an engine does not cover is trained by eager, and `reason` says why. Throws `UsageError`
/// for a gradient rule out of range, or one for LBFGS, which searches by gradients of its own.
EngineChoice make_engine(const EngineRequest& request);

}  // namespace gradus::engine
