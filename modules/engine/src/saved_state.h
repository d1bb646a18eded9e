/// What a trial run of a step must not change.
#pragma once
#include <torch/types.h>

#include <vector>

namespace gradus::engine {

/// Copies of tensors, and of the state of the device's random generator, to be put back.
class SavedState {
 public:
  SavedState(std::vector<torch::Tensor> tensors, torch::Device device);

  void restore() const;

 private:
  std::vector<torch::Tensor> tensors_, copies_;
  at::Generator generator_;
  torch::Tensor generator_state_;
};

}  // namespace gradus::engine
