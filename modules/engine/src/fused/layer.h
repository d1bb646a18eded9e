/// A layer of the fused step: what it computes forward, backward and for its own parameters.
#pragma once
#include "../kernels/kernels.h"
#include "../worker_team.h"
#include "gradus/core/feed_forward.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>

namespace gradus::engine {

/// One worker's part of a step: the rows of the batch that it carries through all layers.
struct Share {
  int worker;
  int64_t begin, end;  ///< its rows
  int64_t batch;       ///< rows of all workers
  WorkerTeam& team;

  int64_t rows() const { return end - begin; }
  /// Where this worker's part of `count` things begins, and where the next worker's does.
  int64_t first_of(int64_t count) const { return count * worker / team.size(); }
  int64_t last_of(int64_t count) const { return count * (worker + 1) / team.size(); }
};

/// The optimizer's step on ranges of the flat parameters, whose groups lie one behind the other.
template <typename T>
struct Update {
  /// What is a group's own.
  struct Part {
    int64_t begin = std::numeric_limits<int64_t>::max();  ///< where there is no such group
    UpdateRule rule;
    UpdateState<T> state;  ///< of the parameter at `begin` and those after it
  };
  static constexpr size_t kMaxGroups = 2;

  T* parameters = nullptr;  ///< null where the gradients have to wait: then nothing is done
  const T* gradients = nullptr;
  Part parts[kMaxGroups];

  /// For a range within a group.
  void operator()(int64_t begin, int64_t count) const {
    if (!parameters) return;
    const auto& part = parts[begin < parts[1].begin ? 0 : 1];
    const auto from = [&](T* array) { return array ? array + (begin - part.begin) : nullptr; };
    kernels<T>().update(part.rule, parameters + begin, gradients + begin,
                        {from(part.state.first), from(part.state.second)}, count);
  }
  /// For a range that may lie in both.
  void over(int64_t begin, int64_t end) const {
    const int64_t border = std::clamp(parts[1].begin, begin, end);
    if (border > begin) (*this)(begin, border - begin);
    if (end > border) (*this)(border, end - border);
  }
};

/// Where a parameter lies: its numbers, its gradient's, and the index in the flat tensors.
template <typename T>
struct ParameterAt {
  T* values = nullptr;
  T* gradient = nullptr;
  int64_t offset = 0;
};

/// Rows of `output` and `gradient` belong to the worker that computes them; a layer that needs more
/// than its own rows (batch normalisation) waits for the others by `share.team.barrier()`.
template <typename T>
class FusedLayer {
 public:
  explicit FusedLayer(int64_t inputs, int64_t outputs) : inputs_(inputs), outputs_(outputs) {}
  virtual ~FusedLayer() = default;

  int64_t outputs() const { return outputs_; }
  virtual bool has_parameters() const { return false; }
  /// Whether the gradient of the inputs needs a place of its own; else it takes that of the
  /// outputs.
  virtual bool changes_width() const { return false; }
  /// Makes room for batches of `rows`.
  virtual void reserve(int64_t rows) { static_cast<void>(rows); }

  /// Called before an epoch's steps and before a prediction: others may have changed the
  /// parameters.
  virtual void read_parameters() {}
  /// Called before each training step, by one worker alone.
  virtual void start_step() {}

  /// output = f(input). With `training`, keeps what `backward` needs.
  virtual void forward(const Share& share, bool training) = 0;
  /// input_gradient = gradient f'(input), and what the layer's own gradients need of its rows. Not
  /// called before the first layer with parameters, whose `input_gradient` is null.
  virtual void backward(const Share& share) = 0;
  /// With every row's `gradient` known: this worker's part of the parameters' gradients, and their
  /// update while they are still in the cache.
  virtual void learn(const Share& share, const Update<T>& update) {
    static_cast<void>(share);
    static_cast<void>(update);
  }

  const T* input = nullptr;     ///< [rows, inputs]
  T* output = nullptr;          ///< [rows, outputs]
  T* gradient = nullptr;        ///< of the loss by the output, [rows, outputs]
  T* input_gradient = nullptr;  ///< [rows, inputs]; `gradient` itself, unless the width changes

 protected:
  const int64_t inputs_, outputs_;
};

/// Says where the numbers of a parameter lie.
template <typename T>
using FindParameter = std::function<ParameterAt<T>(const torch::Tensor&)>;

/// Beside the layer itself, what its computation is made for.
struct LayerSetting {
  int64_t inputs;  ///< numbers a row
  int workers;     ///< most that will ever compute it
  bool bfloat16;   ///< products of rounded factors; for T = float
};

template <typename T>
std::unique_ptr<FusedLayer<T>> make_fused_layer(const Layer& layer, const LayerSetting& setting,
                                                const FindParameter<T>& find);

template <typename T>
std::unique_ptr<FusedLayer<T>> make_linear(const LinearLayer& layer, const LayerSetting& setting,
                                           const FindParameter<T>& find);
template <typename T>
std::unique_ptr<FusedLayer<T>> make_activation(const ActivationLayer& layer, int64_t width);
template <typename T>
std::unique_ptr<FusedLayer<T>> make_prelu(const PReLULayer& layer, int64_t width, int workers,
                                          const FindParameter<T>& find);
template <typename T>
std::unique_ptr<FusedLayer<T>> make_dropout(const DropoutLayer& layer, int64_t width);
template <typename T>
std::unique_ptr<FusedLayer<T>> make_batch_norm(const BatchNormLayer& layer, int workers,
                                               const FindParameter<T>& find);
template <typename T>
std::unique_ptr<FusedLayer<T>> make_layer_norm(const LayerNormLayer& layer, int workers,
                                               const FindParameter<T>& find);

}  // namespace gradus::engine
