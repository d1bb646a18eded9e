#include "gradus/models/feed_forward.h"

#include "gradus/models/hard_activation.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

namespace gradus::models {
namespace {

namespace nn = torch::nn;

std::optional<Layer> describe_activation(const nn::Module& module) {
  using Kind = ActivationKind;
  const auto plain = [](Kind kind, double a = 0, double b = 0) {
    return Layer(ActivationLayer{kind, a, b});
  };
  if (module.as<nn::Identity>()) return plain(Kind::kIdentity);
  if (module.as<nn::ReLU>()) return plain(Kind::kReLU);
  if (module.as<nn::Sigmoid>()) return plain(Kind::kSigmoid);
  if (module.as<nn::Tanh>()) return plain(Kind::kTanh);
  if (module.as<nn::SELU>()) return plain(Kind::kSELU);
  if (module.as<nn::SiLU>()) return plain(Kind::kSiLU);
  if (module.as<nn::Mish>()) return plain(Kind::kMish);
  if (const auto* leaky = module.as<nn::LeakyReLU>())
    return plain(Kind::kLeakyReLU, leaky->options.negative_slope());
  if (const auto* elu = module.as<nn::ELU>()) return plain(Kind::kELU, elu->options.alpha());
  if (const auto* gelu = module.as<nn::GELU>())
    return plain(gelu->options.approximate() == "tanh" ? Kind::kGELUTanh : Kind::kGELU);
  if (const auto* softplus = module.as<nn::Softplus>())
    return plain(Kind::kSoftplus, softplus->options.beta(), softplus->options.threshold());
  if (const auto* cut = module.as<nn::Hardtanh>())
    return plain(Kind::kHardtanh, cut->options.min_val(), cut->options.max_val());
  if (const auto* step = module.as<Step>()) {
    return plain(Kind::kStep, static_cast<double>(step->options.tie()),
                 step->options.straight_through() ? 1 : 0);
  }
  if (const auto* sign = module.as<Sign>())
    return plain(Kind::kSign, 0, sign->options.straight_through() ? 1 : 0);
  if (const auto* prelu = module.as<nn::PReLU>(); prelu && prelu->weight.numel() == 1)
    return PReLULayer{prelu->weight};
  return std::nullopt;
}

std::optional<Layer> describe_normalization(const nn::Module& module) {
  if (const auto* batch = module.as<nn::BatchNorm1d>()) {
    const auto& options = batch->options;
    if (!options.affine() || !options.track_running_stats() || !options.momentum())
      return std::nullopt;
    return BatchNormLayer{batch->weight,
                          batch->bias,
                          batch->running_mean,
                          batch->running_var,
                          batch->num_batches_tracked,
                          options.eps(),
                          *options.momentum()};
  }
  if (const auto* layer = module.as<nn::LayerNorm>()) {
    const auto& options = layer->options;
    if (!options.elementwise_affine() || options.normalized_shape().size() != 1)
      return std::nullopt;
    return LayerNormLayer{layer->weight, layer->bias, options.eps()};
  }
  return std::nullopt;
}

std::optional<Layer> describe(const nn::Module& module) {
  if (const auto* linear = module.as<nn::Linear>())
    return LinearLayer{linear->weight, linear->bias};
  if (const auto* dropout = module.as<nn::Dropout>()) return DropoutLayer{dropout->options.p()};
  if (auto layer = describe_normalization(module)) return layer;
  return describe_activation(module);
}

}  // namespace

std::optional<FeedForwardLayers> describe_layers(const nn::SequentialImpl& modules) {
  FeedForwardLayers layers;
  for (const auto& module : modules) {
    const bool flattens_first = layers.empty() && module.ptr()->as<nn::Flatten>() != nullptr;
    if (flattens_first) continue;
    auto layer = describe(*module.ptr());
    if (!layer) return std::nullopt;
    layers.push_back(std::move(*layer));
  }
  return layers;
}

}  // namespace gradus::models
