/// Networks for the engine's tests, written as text, and what an engine needs to train them.
#pragma once
#include "gradus/core/feed_forward.h"
#include "gradus/engine/step_engine.h"

#include <torch/nn/modules/container/sequential.h>

#include <string>
#include <vector>

/// A stack of layers that can say what they are.
struct LayersImpl : torch::nn::SequentialImpl, gradus::FeedForward {
  torch::Tensor forward(torch::Tensor inputs);
  std::optional<gradus::FeedForwardLayers> feed_forward_layers() const override;
};
TORCH_MODULE(Layers);

/// Of a text as "linear 17 65 | batch_norm 65 | elu:alpha=2 | dropout 0.3 | linear 65 1 no_bias":
/// what is none of linear, batch_norm, layer_norm, dropout and `again N` (layer N once more) is an
/// activation. Weights come from LibTorch's generator, and none of them is exactly 0 or 1.
Layers make_layers(const std::string& text, torch::ScalarType type = torch::kFloat32);

/// The same network with copies of everything, in another type.
Layers copy_layers(const Layers& network, const std::string& text, torch::ScalarType type);

using OptimizerFactory =
    std::function<std::unique_ptr<torch::optim::Optimizer>(std::vector<torch::Tensor>)>;
OptimizerFactory plain_sgd(double rate);

/// Of two parameters, or of two lists of them: the second has half the rate and no weight decay.
template <typename Optimizer, typename Options>
std::unique_ptr<Optimizer> make_grouped(std::vector<torch::Tensor> first,
                                        std::vector<torch::Tensor> second, Options options) {
  auto other = options;
  other.weight_decay(0).lr(options.lr() / 2);
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::move(first), std::make_unique<Options>(options));
  groups.emplace_back(std::move(second), std::make_unique<Options>(other));
  return std::make_unique<Optimizer>(std::move(groups), options);
}

/// A network, its flat parameters and an optimizer under an engine.
struct Setup {
  Setup(Layers network, const std::string& loss, const OptimizerFactory& optimizer,
        gradus::engine::EngineKind kind = gradus::engine::EngineKind::kFused, int threads = 1,
        gradus::engine::Precision precision = gradus::engine::Precision::kFloat32,
        bool apart = false);
  Setup(const Setup&) = delete;

  gradus::engine::EngineRequest request(gradus::engine::EngineKind kind);
  /// Goes on with another engine.
  void change_engine(gradus::engine::EngineKind kind);

  /// One pass over the rows; the mean loss of each step.
  std::vector<double> train_epoch(const gradus::engine::EpochRows& rows);

  Layers network;
  std::string loss;
  int threads;
  gradus::engine::Precision precision;
  // What an engine is asked for beside that: set them, then change the engine.
  bool plain_loss = true;
  gradus::engine::GradientRule gradients;
  gradus::engine::BatchTransforms transforms;

  gradus::engine::FlatParameters parameters;
  std::unique_ptr<torch::optim::Optimizer> optimizer;
  gradus::engine::EngineChoice choice;
};

/// Inputs [rows, features] around 0, and targets for `loss` and `outputs`, all from LibTorch's
/// generator; the rows are taken in a random order.
gradus::engine::EpochRows random_rows(int64_t rows, int64_t features, int64_t outputs,
                                      const std::string& loss, int64_t batch_size);

/// The plain loop that everybody would write: autograd and LibTorch's own optimizer.
std::vector<double> plain_epoch(Layers& network, const std::string& loss,
                                torch::optim::Optimizer& optimizer,
                                const gradus::engine::EpochRows& rows);

/// Largest difference of two tensors over the largest number of `truth`.
double relative_difference(const torch::Tensor& value, const torch::Tensor& truth);
