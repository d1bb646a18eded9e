#include "network.h"

#include "../flush_denormals.h"
#include "gradus/core/threads.h"

#include <ATen/record_function.h>

#include <algorithm>
#include <ranges>

namespace gradus::engine {
namespace {

/// Rows that `predict` carries through all layers at a time, so that they stay in the cache.
constexpr int64_t kPredictRows = 256;

template <typename T, typename From>
void copy_row(const From* from, T* to, int64_t count) {
  if constexpr (std::is_same_v<From, uint8_t>) {
    for (int64_t i = 0; i < count; ++i) to[i] = static_cast<T>(from[i]) / 255;
  } else {
    std::copy_n(from, count, to);
  }
}

/// Rows lie anywhere in memory: the processor cannot guess the next one, but it can be told.
template <typename T>
void prefetch_row(const BatchRows<T>& batch, int64_t row, int64_t features) {
  constexpr int64_t kCacheLine = 64;
  const auto bytes = features * static_cast<int64_t>(torch::elementSize(batch.input_type));
  const auto* const begin = static_cast<const char*>(batch.inputs) + row * bytes;
  for (int64_t at = 0; at < bytes; at += kCacheLine) __builtin_prefetch(begin + at);
}

template <typename T>
torch::Tensor numbers(int64_t rows, int64_t width) {
  return torch::zeros({rows, width}, torch::CppTypeToScalarType<T>::value);
}

}  // namespace

template <typename T>
FusedNetwork<T>::FusedNetwork(const FeedForwardLayers& layers, int64_t features,
                              const FindParameter<T>& find, int workers, bool bfloat16)
    : features_(features), team_(workers), losses_(static_cast<size_t>(workers)) {
  int64_t width = features;
  for (const auto& layer : layers) {
    layers_.push_back(make_fused_layer<T>(layer, {width, workers, bfloat16}, find));
    width = layers_.back()->outputs();
    if (const auto* linear = std::get_if<LinearLayer>(&layer))
      multiply_adds_ += linear->weight.numel();
  }
  loss_workspaces_.assign(losses_.size(),
                          std::vector<T>(static_cast<size_t>(loss_workspace(outputs()))));
  while (first_learner_ < layers_.size() && !layers_[first_learner_]->has_parameters())
    ++first_learner_;
}

template <typename T>
void FusedNetwork<T>::reserve(int64_t rows) {
  if (rows <= capacity_) return;
  capacity_ = rows;
  for (auto& layer : layers_) layer->reserve(rows);
  classes_.resize(static_cast<size_t>(rows));
  connect();
}

template <typename T>
void FusedNetwork<T>::read_parameters() {
  for (auto& layer : layers_) layer->read_parameters();
}

template <typename T>
void FusedNetwork<T>::connect() {
  memory_.clear();
  const auto take = [&](int64_t width) {
    memory_.push_back(numbers<T>(capacity_, width));
    return memory_.back().template data_ptr<T>();
  };
  inputs_ = take(features_);
  const T* before = inputs_;
  T* gradient = nullptr;
  for (size_t i = 0; i < layers_.size(); ++i) {
    auto& layer = *layers_[i];
    layer.input = before;
    layer.output = take(layer.outputs());
    before = layer.output;
    layer.input_gradient = i > first_learner_ ? gradient : nullptr;
    if (layer.changes_width() || !gradient) gradient = take(layer.outputs());
    layer.gradient = gradient;
  }
}

template <typename T>
Share FusedNetwork<T>::share(WorkerTeam& team, int worker, int64_t rows) {
  Share share{worker, 0, 0, rows, team};
  share.begin = share.first_of(rows);
  share.end = share.last_of(rows);
  return share;
}

template <typename T>
void FusedNetwork<T>::gather(const BatchRows<T>& batch, const Share& share) {
  for (int64_t r = share.begin; r < share.end; ++r) {
    const int64_t from = batch.order ? batch.order[r] : r;
    T* const to = inputs_ + r * features_;
    if (batch.order && r + 1 < share.end) prefetch_row(batch, batch.order[r + 1], features_);
    if (batch.input_type == torch::kUInt8) {
      copy_row(static_cast<const uint8_t*>(batch.inputs) + from * features_, to, features_);
    } else if (batch.input_type == torch::kFloat32) {
      copy_row(static_cast<const float*>(batch.inputs) + from * features_, to, features_);
    } else {
      copy_row(static_cast<const double*>(batch.inputs) + from * features_, to, features_);
    }
    if (batch.targets.classes) classes_[static_cast<size_t>(r)] = batch.targets.classes[from];
    if (batch.targets.values) {
      copy_row(batch.targets.values + from * outputs(), values_.data() + r * outputs(), outputs());
    }
  }
}

template <typename T>
double FusedNetwork<T>::measure(const BatchRows<T>& batch, LossKind loss, const Share& share) {
  auto& last = *layers_.back();
  const int64_t at = share.begin * outputs();
  const TargetRows<T> targets{batch.targets.classes ? classes_.data() + share.begin : nullptr,
                              batch.targets.values ? values_.data() + at : nullptr};
  return kernels<T>().loss(loss, last.output + at, last.gradient + at, targets, share.rows(),
                           outputs(), 1 / static_cast<double>(batch.rows),
                           loss_workspaces_[static_cast<size_t>(share.worker)].data());
}

template <typename T>
void FusedNetwork<T>::backward(const Share& share) {
  for (size_t i = layers_.size(); i-- > first_learner_;) layers_[i]->backward(share);
}

template <typename T>
double FusedNetwork<T>::train(const BatchRows<T>& batch, LossKind loss, const Update<T>& update) {
  if (batch.targets.values) values_.resize(static_cast<size_t>(capacity_ * outputs()));
  for (auto& layer : layers_) layer->start_step();
  const ThreadsGuard one_thread_a_worker(1);
  team_.run([&](int worker) {
    const FlushDenormals flush;
    const Share share = this->share(team_, worker, batch.rows);
    {
      RECORD_USER_SCOPE("gather");
      gather(batch, share);
    }
    {
      RECORD_USER_SCOPE("forward");
      for (auto& layer : layers_) layer->forward(share, /*training=*/true);
      losses_[static_cast<size_t>(worker)] = measure(batch, loss, share);
    }
    {
      RECORD_USER_SCOPE("backward");
      backward(share);
      team_.barrier();  // the gradients of all rows are there
    }
    RECORD_USER_SCOPE("gradients and optimizer");
    // Last layer first: what was learned last is still in the cache when the next step begins.
    for (auto& layer : std::views::reverse(layers_)) layer->learn(share, update);
  });
  double sum = 0;
  for (const double part : losses_) sum += part;
  return sum / static_cast<double>(batch.rows);
}

template <typename T>
void FusedNetwork<T>::predict_share(const Share& share, T* outputs) {
  const FlushDenormals flush;
  for (auto& layer : layers_) layer->forward(share, /*training=*/false);
  const int64_t at = share.begin * this->outputs();
  copy_row(layers_.back()->output + at, outputs + at, share.rows() * this->outputs());
}

template <typename T>
void FusedNetwork<T>::predict(const T* inputs, T* outputs, int64_t rows) {
  const ThreadsGuard one_thread_a_worker(1);
  reserve(std::min(rows, kPredictRows * team_.size()));
  for (int64_t begin = 0; begin < rows; begin += capacity_) {
    const int64_t count = std::min(capacity_, rows - begin);
    layers_.front()->input = inputs + begin * features_;
    auto& team = count * multiply_adds_ < kOneWorkerBelow ? alone_ : team_;
    team.run([&](int worker) {
      predict_share(share(team, worker, count), outputs + begin * this->outputs());
    });
  }
  layers_.front()->input = inputs_;
}

template class FusedNetwork<float>;
template class FusedNetwork<double>;

}  // namespace gradus::engine
