/// A training that computes nothing: it tells one callback what happens.
#pragma once
#include "gradus/training/callback.h"

#include <functional>
#include <limits>

namespace gradus::test {

class ScriptedTraining {
 public:
  static constexpr int64_t kExamples = 10;  ///< of an epoch

  ScriptedTraining(training::Callback& callback, torch::nn::Module& model,
                   torch::optim::Optimizer& optimizer, int64_t steps_per_epoch, int64_t epochs)
      : callback_(callback),
        model_(model),
        optimizer_(optimizer),
        steps_(steps_per_epoch),
        epochs_(epochs) {}

  void start(int64_t epoch = 1, int64_t step = 0, int64_t validation_examples = 5) {
    callback_.on_fit_start(
        {epochs_, steps_, kExamples, validation_examples, epoch, step, model_, optimizer_});
  }
  void begin_epoch(int64_t epoch, int64_t first_step = 0) {
    callback_.on_epoch_start({epoch, epochs_, first_step});
  }
  /// `step` from 1.
  void end_step(int64_t epoch, int64_t step) {
    callback_.on_step_end(
        {epoch, epochs_, step, steps_, step, kExamples, 0, mean_loss_, metrics_, stop});
  }
  void validate(const training::EpochRecord& record) {
    callback_.on_validation_start({record.epoch, epochs_});
    callback_.on_validation_end({record});
  }
  void end_epoch(const training::EpochRecord& record) {
    callback_.on_epoch_end({record, epochs_, stop});
  }
  void end() { callback_.on_fit_end({history_, stop}); }

  training::StopRequest stop;

 private:
  training::Callback& callback_;
  torch::nn::Module& model_;
  torch::optim::Optimizer& optimizer_;
  int64_t steps_, epochs_;
  std::function<double()> mean_loss_ = [] { return std::numeric_limits<double>::quiet_NaN(); };
  std::function<training::MetricValues()> metrics_ = [] { return training::MetricValues(); };
  training::History history_;
};

}  // namespace gradus::test
