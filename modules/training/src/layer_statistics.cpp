#include "gradus/training/layer_statistics.h"

#include "generator_state.h"
#include "gradus/core/error.h"
#include "layer_values.h"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gradus::training {
namespace {

/// See `LayerFigures`.
constexpr double kDeadSlope = 1e-3, kFlatSlope = 0.05;

using torch::Tensor;

/// For its life the model is in evaluation mode; then its mode and LibTorch's generators are what
/// they were, should the model draw in that mode too.
class Undisturbed {
 public:
  Undisturbed(torch::nn::Module& model, torch::Device device)
      : model_(model),
        device_(device),
        trains_(model.is_training()),
        generators_(generator_state(device)) {
    model_.eval();
  }
  ~Undisturbed() {
    model_.train(trains_);
    load_generators(generators_, device_);
  }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  torch::nn::Module& model_;
  torch::Device device_;
  bool trains_;
  StateMap generators_;
};

double norm(const std::vector<Tensor>& tensors) {
  double squares = 0;
  for (const auto& tensor : tensors)
    squares += tensor.to(torch::kFloat64).square().sum().item<double>();
  return std::sqrt(squares);
}

std::vector<Tensor> learnt(const std::vector<Tensor>& parameters) {
  std::vector<Tensor> result;
  for (const auto& parameter : parameters)
    if (parameter.defined() && parameter.requires_grad()) result.push_back(parameter);
  return result;
}

double share(const Tensor& flags) {
  return flags.to(torch::kFloat64).mean().item<double>();
}

/// The numbers of a layer, in the order in which a checkpoint keeps them.
constexpr std::array kNumbers = {&LayerFigures::mean,     &LayerFigures::deviation,
                                 &LayerFigures::dead,     &LayerFigures::flat,
                                 &LayerFigures::gradient, &LayerFigures::change};

std::string before_name(size_t layer, size_t parameter) {
  return fmt::format("before.{}.{}", layer, parameter);
}

}  // namespace

LayerStatistics::LayerStatistics(torch::nn::AnyModule model, Loss loss, const data::Dataset& train,
                                 LayerStatisticsOptions options)
    : model_(std::move(model)), loss_(std::move(loss)), options_(options) {
  if (options.every < 1 || options.rows < 1) {
    throw UsageError("layer statistics every {} epochs of {} rows: expected at least 1 of both",
                     options.every, options.rows);
  }
  const auto rows = sample(train, options.rows);
  const bool bytes = rows.inputs.scalar_type() == torch::kUInt8;
  inputs_ = bytes ? rows.inputs.to(torch::kFloat32) / 255 : rows.inputs;
  targets_ = rows.targets;
}

data::Dataset LayerStatistics::sample(const data::Dataset& train, int64_t rows) {
  const auto count = std::min(rows, train.size());
  return train.subset(torch::floor_divide(torch::arange(count) * train.size(), count));
}

void LayerStatistics::on_fit_start(const FitStart&) {
  watched_.clear();
  epochs_.clear();
  const auto* feed_forward = dynamic_cast<const FeedForward*>(model_.ptr().get());
  const auto layers = feed_forward == nullptr ? std::nullopt : feed_forward->feed_forward_layers();
  layers ? watch_layers(*layers) : watch_parameters();
  const auto parameters = model_.ptr()->parameters();
  if (parameters.empty()) return;
  const auto options = parameters.front().options().requires_grad(false);
  inputs_ = inputs_.to(options);
  targets_ = targets_.is_floating_point() ? targets_.to(options) : targets_.to(options.device());
}

void LayerStatistics::watch_layers(const FeedForwardLayers& layers) {
  layers_ = layers;
  for (const auto& layer : layers_) {
    LayerFigures figures;
    figures.name = fmt::format("layer {} ({})", watched_.size() + 1, layer_kind_name(layer));
    figures.kind = layer_kind(layer);
    watched_.push_back({figures, learnt(layer_parameters(layer)), {}});
  }
}

void LayerStatistics::watch_parameters() {
  layers_.clear();
  for (const auto& parameter : model_.ptr()->named_parameters()) {
    LayerFigures figures;
    figures.name = parameter.key();
    watched_.push_back({figures, learnt({parameter.value()}), {}});
  }
}

bool LayerStatistics::is_due(int64_t epoch, int64_t epochs) const {
  return epoch % options_.every == 0 || epoch == epochs;
}

void LayerStatistics::on_epoch_start(const EpochStart& event) {
  // One that goes on within an epoch has loaded the weights of its start.
  if (!is_due(event.epoch, event.epochs) || event.first_step > 0) return;
  for (auto& watched : watched_) {
    watched.before.clear();
    for (const auto& parameter : watched.parameters)
      watched.before.push_back(parameter.detach().clone());
  }
}

void LayerStatistics::on_epoch_end(const EpochEnd& event) {
  // An interrupted epoch is measured when it has been gone through.
  if (event.stop.interrupted) return;
  if (is_due(event.record.epoch, event.epochs) || event.stop.requested)
    epochs_.push_back(measure(event.record.epoch));
}

EpochFigures LayerStatistics::measure(int64_t epoch) {
  const Undisturbed undisturbed(*model_.ptr(), inputs_.device());
  std::vector<LayerFigures> figures;
  for (const auto& watched : watched_) figures.push_back(watched.figures);
  measure_outputs(figures);
  measure_gradients(figures);
  return {epoch, std::move(figures)};
}

void LayerStatistics::measure_outputs(std::vector<LayerFigures>& figures) const {
  const torch::NoGradGuard no_gradient;
  auto values = inputs_.flatten(1);
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (has_slope(layers_[i])) {
      const auto slope = relative_slope(layers_[i], values);
      figures[i].dead = share(slope.amax(0) < kDeadSlope);
      figures[i].flat = share(slope < kFlatSlope);
    }
    values = layer_output(layers_[i], values);
    figures[i].units = values.size(1);
    figures[i].mean = values.mean().item<double>();
    figures[i].deviation = values.std(/*unbiased=*/false).item<double>();
  }
}

void LayerStatistics::measure_gradients(std::vector<LayerFigures>& figures) {
  const torch::AutoGradMode with_gradient(true);
  std::vector<Tensor> parameters;
  for (const auto& watched : watched_)
    parameters.insert(parameters.end(), watched.parameters.begin(), watched.parameters.end());
  if (parameters.empty()) return;
  const auto loss = loss_.function(model_.forward(inputs_), targets_);
  // Into tensors of their own: the gradients that the optimizer reads stay.
  const auto gradients = torch::autograd::grad({loss}, parameters, {}, std::nullopt, false,
                                               /*allow_unused=*/true);
  const torch::NoGradGuard no_gradient;
  size_t next = 0;
  for (size_t i = 0; i < watched_.size(); ++i) {
    const auto& watched = watched_[i];
    std::vector<Tensor> own, moved;
    for (size_t k = 0; k < watched.parameters.size(); ++k, ++next) {
      if (gradients[next].defined()) own.push_back(gradients[next]);
      if (!watched.before.empty()) moved.push_back(watched.parameters[k] - watched.before[k]);
    }
    if (watched.parameters.empty()) continue;
    figures[i].gradient = norm(own);
    const double size = norm(watched.before);
    if (size > 0) figures[i].change = norm(moved) / size;
  }
}

StateMap LayerStatistics::state() const {
  std::vector<double> numbers;
  std::vector<int64_t> epochs;
  for (const auto& epoch : epochs_) {
    epochs.push_back(epoch.epoch);
    for (const auto& layer : epoch.layers) {
      numbers.push_back(static_cast<double>(layer.units));
      for (const auto number : kNumbers) numbers.push_back(layer.*number);
    }
  }
  StateMap state = {{"epochs", torch::tensor(epochs, torch::kInt64)},
                    {"numbers", torch::tensor(numbers, torch::kFloat64)}};
  for (size_t i = 0; i < watched_.size(); ++i) {
    for (size_t j = 0; j < watched_[i].before.size(); ++j)
      state[before_name(i, j)] = watched_[i].before[j].cpu().clone();
  }
  return state;
}

void LayerStatistics::load_state(const StateMap& state) {
  const auto& epochs = state_tensor(state, "epochs");
  const auto& numbers = state_tensor(state, "numbers");
  const auto expected = epochs.numel() * std::ssize(watched_) * (std::ssize(kNumbers) + 1);
  if (epochs.scalar_type() != torch::kInt64 || numbers.scalar_type() != torch::kFloat64 ||
      numbers.numel() != expected) {
    throw CheckpointError("layer statistics of {} numbers: expected {} for {} epochs of {} layers",
                          numbers.numel(), expected, epochs.numel(), watched_.size());
  }
  for (size_t i = 0; i < watched_.size(); ++i) {
    auto& watched = watched_[i];
    watched.before.clear();
    if (!state.contains(before_name(i, 0))) continue;
    for (size_t j = 0; j < watched.parameters.size(); ++j) {
      const auto& before = state_tensor(state, before_name(i, j));
      if (!before.sizes().equals(watched.parameters[j].sizes()))
        throw CheckpointError("layer statistics of another model: '{}'", before_name(i, j));
      watched.before.push_back(before.to(watched.parameters[j].options().requires_grad(false)));
    }
  }
  epochs_.clear();
  const auto values = numbers.contiguous();
  const double* value = values.const_data_ptr<double>();
  for (int64_t i = 0; i < epochs.numel(); ++i) {
    EpochFigures figures{epochs[i].item<int64_t>(), {}};
    for (const auto& watched : watched_) {
      auto& layer = figures.layers.emplace_back(watched.figures);
      layer.units = static_cast<int64_t>(*value++);
      for (const auto number : kNumbers) layer.*number = *value++;
    }
    epochs_.push_back(std::move(figures));
  }
}

}  // namespace gradus::training
