/// Where a training stands, and what the epoch under way has measured.
#pragma once
#include "gradus/training/loss_tape.h"
#include "gradus/training/metric_tape.h"
#include "gradus/training/trainer.h"

#include <optional>

namespace gradus::training {

/// An epoch whose steps are being taken.
struct EpochUnderWay {
  LossTape losses;
  MetricTape metrics;
};

struct Trainer::Progress {
  int64_t epoch = 1;   ///< under way, or the next
  int64_t step = 0;    ///< steps of it that are done
  double seconds = 0;  ///< that they took
  History history;     ///< of the epochs before
  StopRequest stop;
  std::optional<EpochUnderWay> under_way;

  void close_epoch(const EpochRecord& record) {
    history.epochs.push_back(record);
    ++epoch;
    step = 0;
    seconds = 0;
    under_way.reset();
  }
};

/// Puts back the gradients by the names of the parameters.
void load_gradients(const torch::nn::Module& model, const StateMap& state);

}  // namespace gradus::training
