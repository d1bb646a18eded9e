#include "fused_update.h"

#include "clipping.h"
#include "flush_denormals.h"
#include "update_rule.h"

#include <cmath>
#include <numeric>

namespace gradus::engine {
namespace {

/// In as many sums as keep the processor busy.
template <typename T>
double sum_of_squares(const T* values, int64_t count) {
  constexpr int64_t kSums = 8;
  double sums[kSums] = {};
  int64_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (int64_t s = 0; s < kSums; ++s) {
      const double value = values[i + s];
      sums[s] += value * value;
    }
  }
  for (; i < count; ++i) sums[0] += static_cast<double>(values[i]) * values[i];
  return std::accumulate(sums, sums + kSums, 0.);
}

}  // namespace

template <typename T>
FusedUpdate<T>::FusedUpdate(const EngineRequest& request, int workers)
    : optimizer_(request.optimizer),
      rule_(request.gradients),
      squares_(static_cast<size_t>(workers)) {
  const auto flats = request.parameters.flats();
  for (const auto& flat : flats) {
    begins_.push_back(numbers_);
    numbers_ += flat.numel();
  }
  parameters_ = flats.front().data_ptr<T>();
  gradients_ = batch_gradients_ = flats.front().grad().data_ptr<T>();
  if (rule_.accumulate > 1) {
    batch_memory_ = torch::zeros({numbers_}, torch::CppTypeToScalarType<T>::value);
    batch_gradients_ = batch_memory_.template data_ptr<T>();
  }
}

template <typename T>
void FusedUpdate<T>::find_state() {
  for (size_t group = 0; group < begins_.size(); ++group)
    states_[group] = update_state<T>(optimizer_, group);
}

template <typename T>
Update<T> FusedUpdate<T>::next_update() {
  Update<T> update;
  update.parameters = parameters_;
  update.gradients = gradients_;
  for (size_t group = 0; group < begins_.size(); ++group)
    update.parts[group] = {begins_[group], next_rule(optimizer_, group), states_[group]};
  return update;
}

template <typename T>
void FusedUpdate<T>::finish(const Accumulation& place, WorkerTeam& team) {
  const auto update = place.last ? next_update() : Update<T>();
  team.run([&](int worker) {
    const FlushDenormals flush;
    const int64_t begin = numbers_ * worker / team.size();
    const int64_t end = numbers_ * (worker + 1) / team.size();
    if (rule_.accumulate > 1) accumulate(begin, end, place);
    if (!place.last) return;
    double factor = 1;
    if (rule_.clip_norm > 0) {
      squares_[static_cast<size_t>(worker)] = sum_of_squares(gradients_ + begin, end - begin);
      team.barrier();
      const double squares = std::accumulate(squares_.begin(), squares_.end(), 0.);
      factor = clip_factor(std::sqrt(squares), rule_.clip_norm);
    }
    clip(begin, end, factor);
    update.over(begin, end);
  });
}

template <typename T>
void FusedUpdate<T>::accumulate(int64_t begin, int64_t end, const Accumulation& place) {
  const T weight = static_cast<T>(place.weight);
  // 0 × what an earlier accumulation has left might not be 0.
  if (place.first) std::fill(gradients_ + begin, gradients_ + end, T(0));
  for (int64_t i = begin; i < end; ++i) gradients_[i] += weight * batch_gradients_[i];
  if (!place.last) return;
  const T share = static_cast<T>(1 / place.total_weight);
  for (int64_t i = begin; i < end; ++i) gradients_[i] *= share;
}

template <typename T>
void FusedUpdate<T>::clip(int64_t begin, int64_t end, double factor) {
  if (factor != 1) {
    for (int64_t i = begin; i < end; ++i) gradients_[i] *= static_cast<T>(factor);
  }
  if (rule_.clip_value > 0) {
    const T limit = static_cast<T>(rule_.clip_value);
    for (int64_t i = begin; i < end; ++i) gradients_[i] = std::clamp(gradients_[i], -limit, limit);
  }
}

template class FusedUpdate<float>;
template class FusedUpdate<double>;

}  // namespace gradus::engine
