/// What the fused engine does with a batch's gradients.
#pragma once
#include "accumulation.h"
#include "fused/layer.h"

#include <vector>

namespace gradus::engine {

/// The update of each part of the parameters while its layer learns, in the cache still; or, where
/// a gradient rule asks for more than a batch's own gradients, everything after all have learned.
template <typename T>
class FusedUpdate {
 public:
  /// `request` must outlive it.
  FusedUpdate(const EngineRequest& request, int workers);

  /// All flat parameters, and where the layers leave the batch's gradients, in the same order.
  T* parameters() const { return parameters_; }
  T* batch_gradients() const { return batch_gradients_; }
  int64_t numbers() const { return numbers_; }

  /// Whether the layers have to leave the update to `finish`.
  bool waits() const { return !rule_.is_plain(); }
  /// Finds the optimizer's state. Before the first step, and where somebody may have changed it.
  void find_state();
  /// For the layers: the next step of the optimizer, or nothing where the gradients have to wait.
  Update<T> while_learning() { return waits() ? Update<T>() : next_update(); }
  /// Where they had to: accumulates, and at the last batch of an accumulation clips and updates.
  void finish(const Accumulation& place, WorkerTeam& team);

 private:
  Update<T> next_update();
  void accumulate(int64_t begin, int64_t end, const Accumulation& place);
  void clip(int64_t begin, int64_t end, double factor);

  torch::optim::Optimizer& optimizer_;
  GradientRule rule_;
  std::vector<int64_t> begins_;  ///< of the optimizer's groups
  int64_t numbers_ = 0;
  T* parameters_;
  T* gradients_;
  torch::Tensor batch_memory_;  ///< of one batch's gradients where a step takes several
  T* batch_gradients_;
  UpdateState<T> states_[Update<T>::kMaxGroups];
  std::vector<double> squares_;  ///< of each worker's gradients
};

}  // namespace gradus::engine
