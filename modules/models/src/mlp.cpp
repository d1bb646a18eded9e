#include "gradus/models/mlp.h"

#include "checks.h"
#include "choices.h"
#include "gradus/models/activation.h"
#include "gradus/models/feed_forward.h"
#include "gradus/models/inputs.h"
#include "gradus/models/registry.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <fmt/ranges.h>

#include <typeinfo>

namespace gradus::models {
namespace {

namespace nn = torch::nn;

/// A wider layer than this is a typing mistake, not a model (its matrix alone would take 17 GB).
constexpr int64_t kMaxWidth = 65536;

const Choices<Normalization> kNormalizations = {{"none", Normalization::kNone},
                                                {"batch", Normalization::kBatch},
                                                {"layer", Normalization::kLayer}};
const Choices<Head> kHeads = {{"logits", Head::kLogits}, {"regression", Head::kRegression}};

nn::Linear make_linear(int64_t inputs, int64_t outputs, bool bias) {
  return nn::Linear(nn::LinearOptions(inputs, outputs).bias(bias));
}

void check(const MlpOptions& options) {
  check_at_least("inputs", options.inputs(), 1);
  check_at_least("outputs", options.outputs(), 1);
  for (const auto width : options.hidden()) {
    if (width < 1 || width > kMaxWidth) {
      throw UsageError("hidden = {}: expected widths from 1 to {}", width, kMaxWidth);
    }
  }
  // Written so that nan fails as well.
  if (!(options.dropout() >= 0 && options.dropout() < 1)) {
    throw UsageError("dropout = {}: expected at least 0 and below 1", options.dropout());
  }
  // Refused here, because without a hidden layer nothing else would look at it.
  if (options.hidden().empty()) make_activation(options.activation());
}

}  // namespace

std::string to_string(Normalization normalization) {
  return choice_name(kNormalizations, normalization);
}

std::string to_string(Head head) {
  return choice_name(kHeads, head);
}

MlpImpl::MlpImpl(MlpOptions options_) : options(std::move(options_)) {
  check(options);
  reset();
}

void MlpImpl::reset() {
  layers = register_module("layers", nn::Sequential());
  // One statement a layer: the order of construction is the order of the random draws, and in one
  // expression C++ would leave it open.
  auto width = options.inputs();
  for (const auto next : options.hidden()) {
    add_hidden_layer(width, next);
    width = next;
  }
  layers->push_back(make_linear(width, options.outputs(), options.bias()));
  if (options.initialization() != Initialization::kPyTorch) {
    initialize(*layers, options.initialization());
  }
}

void MlpImpl::add_hidden_layer(int64_t inputs, int64_t width) {
  layers->push_back(make_linear(inputs, width, options.bias()));
  if (options.normalization() == Normalization::kBatch) {
    layers->push_back(nn::BatchNorm1d(width));
  } else if (options.normalization() == Normalization::kLayer) {
    layers->push_back(nn::LayerNorm(nn::LayerNormOptions({width})));
  }
  layers->push_back(make_activation(options.activation()));
  if (options.dropout() > 0) layers->push_back(nn::Dropout(options.dropout()));
}

void MlpImpl::pretty_print(std::ostream& stream) const {
  stream << fmt::format(
      "gradus::models::Mlp(inputs={}, hidden=[{}], outputs={}, activation={}, initialization={}, "
      "dropout={}, normalization={}, bias={}, head={})",
      options.inputs(), fmt::join(options.hidden(), ", "), options.outputs(), options.activation(),
      to_string(options.initialization()), options.dropout(), to_string(options.normalization()),
      options.bias(), to_string(options.head()));
}

torch::Tensor MlpImpl::forward(const torch::Tensor& inputs) {
  const auto rows = flatten_inputs(inputs, options.inputs());
  if (options.normalization() == Normalization::kBatch && is_training() && rows.size(0) == 1) {
    throw DataError(
        "a batch of 1 row: batch normalization needs at least 2 in training; choose a batch size "
        "that leaves no single row over, or normalization=layer");
  }
  return layers->forward(rows);
}

torch::Tensor MlpImpl::predict(const torch::Tensor& inputs) {
  const auto outputs = forward(inputs);
  if (options.head() == Head::kRegression) return outputs;
  return options.outputs() == 1 ? outputs.sigmoid() : outputs.softmax(1);
}

std::optional<FeedForwardLayers> MlpImpl::feed_forward_layers() const {
  // A derived class may compute something else.
  if (typeid(*this) != typeid(MlpImpl)) return std::nullopt;
  return describe_layers(*layers);
}

namespace {

nn::AnyModule make_mlp(ModelShape shape, const Settings& settings) {
  MlpOptions options(shape.in_features, shape.out_features);
  options.hidden(settings.integers("hidden", options.hidden(), {1, kMaxWidth},
                                   "widths of the hidden layers, as in 256-128"));
  options.activation(settings.text("activation", options.activation(),
                                   "activation with its options, as in leaky_relu:slope=0.1"));
  options.initialization(parse_initialization(settings.text(
      "initialization", to_string(options.initialization()),
      fmt::format("how the weights start: {}", fmt::join(initialization_names(), ", ")))));
  options.dropout(settings.real("dropout", options.dropout(), {0, 1},
                                "share of hidden outputs set to 0 in training, below 1"));
  options.normalization(read_choice(settings, kNormalizations, "normalization",
                                    options.normalization(), "before each activation"));
  options.bias(settings.flag("bias", options.bias(), "with intercepts"));
  return nn::AnyModule(Mlp(options));
}

GRADUS_REGISTER_MODEL("mlp", make_mlp,
                      {.summary = "multilayer perceptron: fully connected hidden layers",
                       .loss = {},
                       .optimizer = {},
                       .learning_rate = 0});

}  // namespace
}  // namespace gradus::models
