#include "tiny_network.h"

#include "flush_denormals.h"

namespace gradus::engine {
namespace {

/// As many layers as the kernels have room for.
constexpr size_t kMaxLayers = 16;
/// Weights of the whole network above which BLAS is faster: on AVX-512 with MKL the two took the
/// same time at 2-32-32-2, the tiny path 0.6 of it at 2-16-16-2.
constexpr int64_t kMaxWeights = 1024;
/// Features above which turning the rows into columns takes longer than it saves.
constexpr int64_t kMaxFeatures = 64;

/// The layers, or nothing.
std::vector<TinyLayer> tiny_layers(const FeedForwardLayers& layers,
                                   const FlatParameters& parameters) {
  std::vector<TinyLayer> tiny;
  bool may_activate = false;
  for (const auto& layer : layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer)) {
      tiny.push_back({linear->weight.size(1),
                      linear->weight.size(0),
                      parameters.offset_of(linear->weight),
                      linear->bias.defined() ? parameters.offset_of(linear->bias) : -1,
                      {}});
      may_activate = true;
    } else if (const auto* activation = std::get_if<ActivationLayer>(&layer);
               activation && may_activate) {
      tiny.back().activation = *activation;
      may_activate = false;
    } else {
      return {};
    }
  }
  return tiny;
}

}  // namespace

template <typename T>
std::optional<TinyNetwork<T>> TinyNetwork<T>::plan(const FeedForwardLayers& layers,
                                                   const FlatParameters& parameters) {
  auto tiny = tiny_layers(layers, parameters);
  int64_t weights = 0;
  for (const auto& layer : tiny) weights += layer.inputs * layer.outputs;
  if (tiny.empty() || tiny.size() > kMaxLayers || weights > kMaxWeights ||
      tiny.front().inputs > kMaxFeatures)
    return std::nullopt;
  return TinyNetwork(std::move(tiny));
}

template <typename T>
TinyNetwork<T>::TinyNetwork(std::vector<TinyLayer> layers)
    : layers_(std::move(layers)),
      workspace_(
          torch::zeros({tiny_workspace(layers_.data(), static_cast<int64_t>(layers_.size()))},
                       torch::CppTypeToScalarType<T>::value)) {
}

template <typename T>
double TinyNetwork<T>::train(const BatchRows<T>& batch, LossKind loss, const T* parameters,
                             T* gradients, T* outputs) {
  const FlushDenormals flush;
  TinyStep<T> step{};
  step.layers = layers_.data();
  step.layer_count = static_cast<int64_t>(layers_.size());
  step.parameters = parameters;
  step.gradients = gradients;
  step.inputs = static_cast<const T*>(batch.inputs);
  step.order = batch.order;
  step.targets = batch.targets;
  step.target_columns = batch.targets.values ? layers_.back().outputs : 1;
  step.rows = batch.rows;
  step.loss = loss;
  step.workspace = workspace_.data_ptr<T>();
  step.outputs = outputs;
  return kernels<T>().tiny_step(step);
}

template class TinyNetwork<float>;
template class TinyNetwork<double>;

}  // namespace gradus::engine
