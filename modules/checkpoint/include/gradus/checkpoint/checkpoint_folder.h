/// The checkpoints of a run: `RUN/checkpoints/epoch-0000003-step-000000120/`, each a saved model
/// with the state of its training.
#pragma once
#include "gradus/checkpoint/saved_model.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gradus::checkpoint {

/// How much of a training is done.
struct TrainingPosition {
  int64_t epochs = 0;  ///< whole ones
  int64_t steps = 0;   ///< of the epoch after them
};

/// Which checkpoint measured best.
struct BestCheckpoint {
  std::string name;     ///< of the checkpoint, as `names` lists it
  std::string monitor;  ///< what was measured, as in `validation_loss`
  double value = 0;     ///< the measure then
};

/// A checkpoint is there as a whole or not at all: it is written into a hidden folder, synced, and
/// renamed. One writer at a time (`RunFolder` holds the lock); reading needs none.
class CheckpointFolder {
 public:
  /// That of the run folder `run`. Nothing is read or made yet.
  explicit CheckpointFolder(const std::filesystem::path& run) : path_(run / "checkpoints") {}

  /// The name of a checkpoint taken there; names sort by position.
  static std::string name_of(TrainingPosition position);
  /// `RUN/checkpoints`; it may be missing.
  const std::filesystem::path& path() const { return path_; }

  /// Writes one, in place of one of the same name. Throws `RunError`; the others stay then.
  void save(const std::string& name, const SavedModel& saved) const;
  /// Says which is best, for `best`.
  void set_best(const BestCheckpoint& best) const;
  /// Removes all but the newest `keep` and the best, and what a killed process left half-written.
  void prune(int64_t keep) const;
  /// Removes those newer than `name`, where a training goes on from that one.
  void drop_after(const std::string& name) const;

  /// Names, newest first.
  std::vector<std::string> names() const;
  /// What `set_best` said last; empty where nobody did. Throws `CheckpointError` where that cannot
  /// be read.
  std::optional<BestCheckpoint> best() const;

  /// "last", "best" or a name. Throws `CheckpointError` that lists the names there are; for one
  /// that is damaged it names the next older one that is whole.
  SavedModel load(const std::string& which = "last") const;

 private:
  std::string resolve(const std::string& which) const;
  std::string advice(const std::string& broken) const;

  std::filesystem::path path_;
};

}  // namespace gradus::checkpoint
