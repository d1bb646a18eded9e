/// A small task with noise, and trainings of it that can be interrupted and gone on with.
#pragma once
#include "gradus/core/seed.h"
#include "gradus/models/mlp.h"
#include "gradus/training/trainer.h"

#include <torch/nn/modules/container/any.h>

namespace gradus::test {

inline data::Dataset noisy_classes(uint64_t seed, int64_t n) {
  seed_everything(seed);
  data::Dataset dataset;
  dataset.name = "noisy";
  dataset.inputs = torch::randn({n, 5});
  dataset.targets = (dataset.inputs.select(1, 0) + torch::randn({n}) > 0).to(torch::kInt64);
  dataset.class_names = {"0", "1"};
  return dataset;
}

inline torch::nn::AnyModule small_network() {
  seed_everything(3);
  return torch::nn::AnyModule(models::Mlp(
      models::MlpOptions(5, 2).hidden({32}).normalization(models::Normalization::kBatch)));
}

/// Asks for an interruption after a step, or for nothing (epoch 0).
class InterruptAt : public training::Callback {
 public:
  InterruptAt(int64_t epoch, int64_t step) : epoch_(epoch), step_(step) {}
  void on_step_end(const training::StepEnd& event) override {
    if (event.epoch == epoch_ && event.step == step_) event.stop.interrupt("test");
  }

 private:
  int64_t epoch_, step_;
};

/// All numbers of two models, buffers too, are the same bit for bit.
inline bool same_weights(const torch::nn::Module& a, const torch::nn::Module& b) {
  const auto equal = [](const auto& x, const auto& y) {
    for (size_t i = 0; i < x.size(); ++i)
      if (!torch::equal(x[i], y[i])) return false;
    return x.size() == y.size();
  };
  return equal(a.parameters(), b.parameters()) && equal(a.buffers(), b.buffers());
}

}  // namespace gradus::test
