/// A stack of layers with the memory that a step needs, all of it taken beforehand.
#pragma once
#include "layer.h"

#include <vector>

namespace gradus::engine {

/// The rows of a training step. `order` says which rows of the data they are.
template <typename T>
struct BatchRows {
  const void* inputs;            ///< [data rows, features], of `input_type`
  torch::ScalarType input_type;  ///< T's own, float32 or uint8 (taken as x / 255)
  const int64_t* order;          ///< [rows]; null for 0, 1, 2, …
  TargetRows<T> targets;         ///< of all data rows
  int64_t rows;
};

template <typename T>
class FusedNetwork {
 public:
  /// `find` is asked for every parameter of the layers.
  FusedNetwork(const FeedForwardLayers& layers, int64_t features, const FindParameter<T>& find,
               int workers, bool bfloat16);

  int64_t features() const { return features_; }
  int64_t outputs() const { return layers_.back()->outputs(); }
  /// Makes room for batches of `rows`.
  void reserve(int64_t rows);

  /// To be called where others may have changed the parameters.
  void read_parameters();

  /// The workers that compute a step, for what else there is to do for it.
  WorkerTeam& team() { return team_; }

  /// Forward, backward, gradients and update. Returns the mean loss; `outputs_data` then holds the
  /// outputs of before the update, [rows, outputs].
  double train(const BatchRows<T>& batch, LossKind loss, const Update<T>& update);
  const T* outputs_data() const { return layers_.back()->output; }

  /// outputs [rows, outputs()] of contiguous inputs [rows, features].
  void predict(const T* inputs, T* outputs, int64_t rows);

 private:
  static Share share(WorkerTeam& team, int worker, int64_t rows);
  void predict_share(const Share& share, T* outputs);
  void connect();
  void gather(const BatchRows<T>& batch, const Share& share);
  /// The sum of the losses of the share's rows, with their gradients.
  double measure(const BatchRows<T>& batch, LossKind loss, const Share& share);
  void backward(const Share& share);

  int64_t features_, capacity_ = 0;
  int64_t multiply_adds_ = 0;  ///< a row, forward
  WorkerTeam team_;
  WorkerTeam alone_{1};
  std::vector<std::unique_ptr<FusedLayer<T>>> layers_;
  size_t first_learner_ = 0;           ///< first layer with parameters
  std::vector<torch::Tensor> memory_;  ///< inputs, outputs and gradients
  T* inputs_ = nullptr;                ///< [capacity, features]
  std::vector<int64_t> classes_;       ///< of the batch
  std::vector<T> values_;
  std::vector<double> losses_;  ///< of each worker's rows
  std::vector<std::vector<T>> loss_workspaces_;
};

}  // namespace gradus::engine
