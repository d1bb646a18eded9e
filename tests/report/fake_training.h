/// Epochs as a trainer tells of them, without one, so that a test chooses every number.
#pragma once
#include "gradus/training/callback.h"

#include <torch/nn/module.h>
#include <torch/optim/sgd.h>

#include <memory>

namespace gradus::test {

class FakeTraining {
 public:
  /// A model of one 2 × 4 matrix.
  FakeTraining() : optimizer_(make_parameters(*model_), torch::optim::SGDOptions(0.1)) {}

  torch::Tensor weight() const { return model_->parameters().front(); }

  void start(training::Callback& callback, int64_t first_epoch, int64_t validation = 5) {
    callback.on_fit_start({.epochs = epochs,
                           .steps_per_epoch = 3,
                           .train_examples = 9,
                           .validation_examples = validation,
                           .first_epoch = first_epoch,
                           .first_step = 0,
                           .model = *model_,
                           .optimizer = optimizer_});
  }
  void end_epoch(training::Callback& callback, const training::EpochRecord& record) {
    callback.on_epoch_end({record, epochs, stop});
  }
  void end(training::Callback& callback) { callback.on_fit_end({{}, stop}); }

  int64_t epochs = 9;
  training::StopRequest stop;

 private:
  static std::vector<torch::Tensor> make_parameters(torch::nn::Module& model) {
    model.register_parameter("weight", torch::arange(8.0).view({2, 4}) - 3);
    return model.parameters();
  }

  std::shared_ptr<torch::nn::Module> model_ = std::make_shared<torch::nn::Module>();
  torch::optim::SGD optimizer_;
};

/// Epoch `epoch` with loss 1 / epoch and accuracy 1 - 1 / epoch; validation is a tenth worse.
inline training::EpochRecord epoch_record(int64_t epoch) {
  const double loss = 1.0 / static_cast<double>(epoch);
  return {epoch, loss, {{"accuracy", 1 - loss}}, loss + 0.1, {{"accuracy", 0.9 - loss}}, 0.01,
          2,     9};
}

}  // namespace gradus::test
