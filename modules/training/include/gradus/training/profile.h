/// Where the time and the memory of training steps go.
#pragma once
#include "gradus/training/callback.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace gradus::training {

/// A part of a step (the engine names them), or an operator of LibTorch's.
struct ProfileRow {
  std::string name;       ///< as in "forward", "aten::addmm"
  int64_t calls = 0;      ///< in all the steps
  double seconds = 0;     ///< in it; of an operator without those that it calls
  int64_t allocated = 0;  ///< bytes that LibTorch allocated in it, freed ones included
};

/// The followed steps, added up.
struct ProfileFigures {
  int64_t steps = 0;                  ///< that were followed
  double seconds = 0;                 ///< of all these steps
  std::vector<ProfileRow> parts;      ///< in their order in a step; the last one is what is in none
  std::vector<ProfileRow> operators;  ///< the slowest first
  int64_t allocated = 0;              ///< bytes that LibTorch allocated, freed ones included
  /// By how much more of LibTorch's memory than at the beginning was in use at one time, at most.
  int64_t growth = 0;
};

/// Follows some steps near the beginning of a training by LibTorch's profiler (kineto); before and
/// after them it does nothing. What the profiler itself costs, some microseconds an operator, is in
/// the figures. Times are the processor's: a card works on while the processor goes ahead, and its
/// kernels are in the trace alone.
class Profile : public Callback {
 public:
  static constexpr int64_t kMaxSteps = 10'000;  ///< largest `steps`

  /// Throws `UsageError` unless `steps` is 1 to kMaxSteps.
  explicit Profile(torch::Device device, int64_t steps = 50);
  ~Profile() override;

  /// The steps are told apart until they have been followed.
  int64_t step_interval() const override;
  void on_fit_start(const FitStart& event) override;
  void on_epoch_start(const EpochStart& event) override;
  void on_step_end(const StepEnd& event) override;
  void on_epoch_end(const EpochEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  /// All zero where the training ended before the steps began.
  const ProfileFigures& figures() const { return figures_; }
  /// Writes the steps as Chrome's trace events, for ui.perfetto.dev or chrome://tracing; at most
  /// once. False where there is none: no step was followed, or LibTorch was built without kineto.
  /// Throws `RunError` where it cannot be written; then no half-written file stays.
  bool save_trace(const std::filesystem::path& path);

 private:
  struct Recording;
  void start();
  void stop();

  torch::Device device_;
  int64_t wanted_, skipped_ = 0, taken_ = 0;
  bool done_ = false;
  std::unique_ptr<Recording> recording_;
  ProfileFigures figures_;
};

}  // namespace gradus::training
