/// Training and test loss side by side, along the epochs.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/training/callback.h"
#include "gradus/training/trainer.h"

#include <vector>

namespace gradus::demos {

/// The losses after some of the epochs.
struct LossPath {
  std::vector<double> epochs = {}, train = {}, test = {};
};

/// Measures both sets after every `interval`-th epoch, in evaluation mode: the history's training
/// loss is measured with dropout on and while the weights move, so it cannot be compared with the
/// test loss. Where the training ends early, the final weights' losses fill the epochs that were
/// left out; so add it after a callback that restores weights. `trainer` is the one it is added to.
class LossCurves : public training::Callback {
 public:
  LossCurves(training::Trainer& trainer, data::Dataset train, data::Dataset test, int64_t interval);
  int64_t step_interval() const override { return kAnyInterval; }
  void on_fit_start(const training::FitStart& event) override;
  void on_epoch_end(const training::EpochEnd& event) override;
  void on_fit_end(const training::FitEnd& event) override;

  const LossPath& path() const { return path_; }

 private:
  void record(int64_t epoch, double train_loss, double test_loss);

  training::Trainer& trainer_;
  data::Dataset train_, test_;
  int64_t interval_, last_ = 0;
  LossPath path_;
};

}  // namespace gradus::demos
