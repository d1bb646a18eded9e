/// The losses of an epoch's steps, kept on the device.
#pragma once
#include "gradus/core/state.h"

#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace gradus::training {

/// Records the losses of steps without waiting for the device; the host reads when a mean is asked
/// for.
class LossTape {
 public:
  /// For an epoch of at most `steps` steps, whose losses are on `device`.
  LossTape(int64_t steps, torch::Device device);

  /// Appends the losses of steps, a scalar or [steps], which took `examples` altogether: batches of
  /// `batch_size`, the last of which may be smaller.
  void record(const torch::Tensor& losses, int64_t examples, int64_t batch_size);

  /// What was recorded, and back.
  StateMap state() const;
  /// Throws `CheckpointError` for losses that do not fit the epoch.
  void load_state(const StateMap& state);

  /// Recorded so far.
  int64_t examples() const { return examples_in_all_; }
  /// Recorded so far.
  int64_t steps() const { return static_cast<int64_t>(examples_.size()); }
  /// Mean over examples so far; NaN before the first step.
  double mean() const;

  /// A step whose loss is not finite.
  struct NonFinite {
    int64_t step;  ///< from 1
    double loss;   ///< NaN or infinite
  };
  /// The first such step, if any. On the CPU looking costs nothing and is done at every call;
  /// elsewhere the host would wait for the device, so only every `kDeviceCheckInterval` steps and
  /// at the last one.
  std::optional<NonFinite> find_non_finite();

 private:
  static constexpr int64_t kDeviceCheckInterval = 64;

  torch::Tensor losses_;  ///< [steps] float32
  std::vector<int64_t> examples_;
  int64_t examples_in_all_ = 0;
  int64_t checked_ = 0;
};

}  // namespace gradus::training
