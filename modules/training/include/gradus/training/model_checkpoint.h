/// Checkpoints while training, from which it can go on to the bit.
#pragma once
#include "gradus/checkpoint/background_writer.h"
#include "gradus/checkpoint/checkpoint_folder.h"
#include "gradus/training/monitor.h"
#include "gradus/training/trainer.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace gradus::training {

/// When to save. With neither `every_epochs` nor `every_seconds`: after an epoch, as often as all
/// saving takes less than 1 % of the time (or 20 ms); the best is then the best of the epochs that
/// there was time to copy, which are all unless an epoch takes less than 200 copies.
struct ModelCheckpointOptions {
  int64_t every_epochs = 0;  ///< 0: not by epochs
  double every_seconds = 0;  ///< within epochs too; 0: not by time
  int64_t keep = 2;          ///< the newest ones that are kept, at least 1, beside the best
  /// What decides which is best, as `Monitor` takes it. Where it is not measured (the validation
  /// loss without a validation set) there is no best.
  std::string monitor = "validation_loss";
};

/// Saves into `RUN/checkpoints`, beside the training: what is saved is copied at once, and written
/// by a thread of its own. Also when the training is interrupted, and when it ends. Must be the
/// last callback that is added, so that the states of the others are those of the same moment.
/// The best is kept with the weights that were measured, which may be averaged ones; those of the
/// training go on from it. A failure to write (`RunError`) ends the training at the next event;
/// checkpoints that were written stay.
class ModelCheckpoint : public Callback {
 public:
  /// `facts` is what a saved model says beside its tensors. The trainer must outlive it. Throws
  /// `UsageError` for options out of range.
  ModelCheckpoint(const Trainer& trainer, const std::filesystem::path& run,
                  checkpoint::SavedModel facts, ModelCheckpointOptions options = {});

  int64_t step_interval() const override { return kAnyInterval; }
  void on_fit_start(const FitStart& event) override;
  void on_step_end(const StepEnd& event) override;
  void on_validation_end(const ValidationEnd& event) override;
  void on_epoch_end(const EpochEnd& event) override;
  void on_fit_end(const FitEnd& event) override;

  std::string state_name() const override { return "model_checkpoint"; }
  StateMap state() const override;
  void load_state(const StateMap& state) override;

  /// The name of the newest checkpoint that was begun; empty before the first.
  const std::string& last() const { return last_; }
  /// Seconds that saving has taken: of the training's thread, and of the writer's processor time.
  double seconds() const { return copy_seconds_ + writer_.processor_seconds(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Snapshot {
    std::string name;
    StateMap state;
    StateMap measured;  ///< the model as the validation measured it, where that may be another
  };

  Snapshot take();
  bool may_take(double spent) const;
  bool is_due(bool epoch_ended) const;
  bool may_copy_best() const;
  void measure(const EpochRecord& record);
  void save();

  const Trainer& trainer_;
  checkpoint::CheckpointFolder folder_;
  checkpoint::SavedModel facts_;
  ModelCheckpointOptions options_;
  Monitor monitor_;
  std::optional<Snapshot> pending_best_;  ///< not yet written
  StateMap measured_;                     ///< of the validation just done, where it is the best
  double best_value_;
  std::string best_, last_;
  int64_t epochs_done_ = 0;
  double copy_seconds_ = 0;
  Clock::time_point begun_ = Clock::now(), saved_at_ = begun_;
  checkpoint::BackgroundWriter writer_;
};

/// The state that `save` split over a saved model's tensors, for `Trainer::load_state`. Throws
/// `CheckpointError` for a model that was saved without its training.
StateMap training_state(const checkpoint::SavedModel& saved);

}  // namespace gradus::training
