#include "saved_state.h"

#include <ATen/Context.h>
#include <torch/utils.h>

namespace gradus::engine {

SavedState::SavedState(std::vector<torch::Tensor> tensors, torch::Device device)
    : tensors_(std::move(tensors)),
      generator_(at::globalContext().defaultGenerator(device)),
      generator_state_(generator_.get_state()) {
  for (const auto& tensor : tensors_) copies_.push_back(tensor.detach().clone());
}

void SavedState::restore() const {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < tensors_.size(); ++i) tensors_[i].copy_(copies_[i]);
  auto generator = generator_;
  generator.set_state(generator_state_);
}

}  // namespace gradus::engine
