#include "networks.h"

#include "gradus/models/activation.h"
#include "gradus/models/feed_forward.h"
#include "gradus/training/losses.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/optim/sgd.h>

#include <sstream>

namespace nn = torch::nn;
using gradus::engine::EngineKind;
using gradus::engine::EpochRows;
using torch::Tensor;

Tensor LayersImpl::forward(Tensor inputs) {
  return nn::SequentialImpl::forward(inputs.flatten(1));
}

std::optional<gradus::FeedForwardLayers> LayersImpl::feed_forward_layers() const {
  return gradus::models::describe_layers(*this);
}

namespace {

void add_layer(Layers& layers, const std::string& text) {
  std::istringstream words(text);
  std::string kind, option;
  words >> kind;
  if (kind == "linear") {
    int64_t inputs = 0, outputs = 0;
    words >> inputs >> outputs >> option;
    layers->push_back(nn::Linear(nn::LinearOptions(inputs, outputs).bias(option != "no_bias")));
  } else if (kind == "batch_norm" || kind == "layer_norm") {
    int64_t width = 0;
    words >> width;
    if (kind == "batch_norm") layers->push_back(nn::BatchNorm1d(width));
    if (kind == "layer_norm") layers->push_back(nn::LayerNorm(nn::LayerNormOptions({width})));
  } else if (kind == "dropout") {
    double probability = 0;
    words >> probability;
    layers->push_back(nn::Dropout(probability));
  } else if (kind == "again") {
    int64_t index = 0;
    words >> index;
    layers->push_back(*(layers->begin() + index));
  } else {
    layers->push_back(gradus::models::make_activation(kind));
  }
}

}  // namespace

Layers make_layers(const std::string& text, torch::ScalarType type) {
  Layers layers;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, '|');) add_layer(layers, part);
  if (type != torch::kFloat32) layers->to(type);
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : layers->parameters())
    if (parameter.dim() == 1) parameter.add_(torch::randn_like(parameter), 0.2);
  return layers;
}

Layers copy_layers(const Layers& network, const std::string& text, torch::ScalarType type) {
  auto copy = make_layers(text, type);
  const torch::NoGradGuard no_gradient;
  for (const auto& item : network->named_parameters())
    copy->named_parameters()[item.key()].copy_(*item);
  for (const auto& item : network->named_buffers()) copy->named_buffers()[item.key()].copy_(*item);
  return copy;
}

OptimizerFactory plain_sgd(double rate) {
  return [rate](std::vector<Tensor> parameters) {
    return std::make_unique<torch::optim::SGD>(parameters, torch::optim::SGDOptions(rate));
  };
}

Setup::Setup(Layers network_, const std::string& loss_, const OptimizerFactory& factory,
             EngineKind kind, int threads_, gradus::engine::Precision precision_, bool apart)
    : network(std::move(network_)),
      loss(loss_),
      threads(threads_),
      precision(precision_),
      parameters(network->parameters(), apart),
      optimizer(factory(parameters.flats())),
      choice(make_engine(request(kind))) {
}

gradus::engine::EngineRequest Setup::request(EngineKind kind) {
  return {.kind = kind,
          .model = network.ptr(),
          .forward = [this](const Tensor& inputs) { return network->forward(inputs); },
          .loss_name = loss,
          .loss = gradus::training::make_loss(loss).function,
          .plain_loss = plain_loss,
          .parameters = parameters,
          .optimizer = *optimizer,
          .device = network->parameters().front().device(),
          .precision = precision,
          .gradients = gradients,
          .transforms = transforms,
          .threads = threads};
}

void Setup::change_engine(EngineKind kind) {
  choice = make_engine(request(kind));
}

std::vector<double> Setup::train_epoch(const EpochRows& rows) {
  network->train();
  choice.engine->start_epoch(rows);
  std::vector<double> losses;
  for (int64_t step = 0; step < rows.steps(); ++step)
    losses.push_back(choice.engine->step(step).loss.item<double>());
  return losses;
}

EpochRows random_rows(int64_t rows, int64_t features, int64_t outputs, const std::string& loss,
                      int64_t batch_size) {
  const auto inputs = torch::randn({rows, features}) * 1.5;
  const auto targets = loss == "mse"
                           ? torch::randn({rows, outputs})
                           : torch::randint(std::max<int64_t>(outputs, 2), {rows}, torch::kInt64);
  return {inputs, targets, torch::randperm(rows, torch::kInt64), batch_size};
}

std::vector<double> plain_epoch(Layers& network, const std::string& loss,
                                torch::optim::Optimizer& optimizer, const EpochRows& rows) {
  const auto measure = gradus::training::make_loss(loss).function;
  const auto type = network->parameters().front().scalar_type();
  network->train();
  std::vector<double> losses;
  for (const auto& order : rows.order.split(rows.batch_size)) {
    const auto inputs = rows.inputs.index_select(0, order).to(type);
    auto targets = rows.targets.index_select(0, order);
    if (targets.is_floating_point()) targets = targets.to(type);
    optimizer.zero_grad();
    const auto value = measure(network->forward(inputs), targets);
    value.backward();
    optimizer.step();
    losses.push_back(value.item<double>());
  }
  return losses;
}

double relative_difference(const Tensor& value, const Tensor& truth) {
  const auto wanted = truth.to(torch::kFloat64);
  const double size = wanted.abs().max().item<double>();
  const double difference = (value.to(torch::kFloat64) - wanted).abs().max().item<double>();
  return size == 0 ? difference : difference / size;
}
