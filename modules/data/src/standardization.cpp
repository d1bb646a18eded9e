#include "gradus/data/standardization.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace gradus::data {
namespace {

constexpr double kByteScale = 255.0;
/// Values turned to float64 at a time: the statistics need no second copy of the data.
constexpr int64_t kChunkValues = 1 << 22;

/// Calls `visit` with the rows of `values` as float64 [rows, columns] on the CPU, a few at a time.
template <typename Visit>
void for_each_chunk(const torch::Tensor& values, int64_t columns, const Visit& visit) {
  const auto rows = values.size(0);
  const auto step = std::max<int64_t>(1, kChunkValues / std::max<int64_t>(values[0].numel(), 1));
  for (int64_t begin = 0; begin < rows; begin += step) {
    const auto part = values.narrow(0, begin, std::min(step, rows - begin));
    const auto chunk = part.to(torch::kCPU).to(torch::kFloat64).reshape({-1, columns});
    visit(values.scalar_type() == torch::kUInt8 ? chunk / kByteScale : chunk);
  }
}

using Moments = std::pair<torch::Tensor, torch::Tensor>;

/// A constant column's deviation is rounding noise, and dividing by that would blow it up.
Moments finish(const torch::Tensor& mean, const torch::Tensor& variance,
               const torch::Tensor& varies) {
  const auto std = variance.sqrt().to(torch::kFloat32);
  const auto usable = varies.logical_and(std > 0);
  return {mean.to(torch::kFloat32), torch::where(usable, std, torch::ones_like(std))};
}

/// Mean and deviation of all bytes, scaled: exact from how often each of the 256 values occurs.
Moments byte_moments(const torch::Tensor& values) {
  const auto counts = torch::bincount(values.flatten(), {}, 256).cpu().to(torch::kFloat64);
  const auto share = counts / counts.sum();
  const auto value = torch::arange(256, torch::kFloat64) / kByteScale;
  const auto mean = (share * value).sum();
  return finish(mean, (share * (value - mean).square()).sum(), (counts > 0).sum() > 1);
}

/// Mean and population deviation of each of `columns` columns, in two passes: the one-pass formula
/// loses all digits where the mean is large beside the deviation.
Moments moments(const torch::Tensor& values, int64_t columns) {
  const double count = static_cast<double>(values.numel()) / static_cast<double>(columns);
  auto sum = torch::zeros({columns}, torch::kFloat64);
  auto lowest = torch::full({columns}, std::numeric_limits<double>::infinity(), torch::kFloat64);
  auto highest = -lowest;
  for_each_chunk(values, columns, [&](const torch::Tensor& chunk) {
    sum += chunk.sum(0);
    lowest = torch::minimum(lowest, chunk.amin(0));
    highest = torch::maximum(highest, chunk.amax(0));
  });
  const auto mean = sum / count;
  auto squares = torch::zeros({columns}, torch::kFloat64);
  for_each_chunk(values, columns,
                 [&](const torch::Tensor& chunk) { squares += (chunk - mean).square().sum(0); });
  return finish(mean, squares / count, highest > lowest);
}

torch::Tensor find(const std::map<std::string, torch::Tensor>& tensors, const std::string& key) {
  const auto found = tensors.find(key);
  if (found == tensors.end()) throw CheckpointError("standardisation: '{}' is missing", key);
  const auto& tensor = found->second;
  if (!tensor.defined() || tensor.scalar_type() != torch::kFloat32 || tensor.dim() > 1 ||
      !torch::isfinite(tensor).all().item<bool>()) {
    throw CheckpointError("standardisation: '{}' must be finite float32 with at most 1 dimension",
                          key);
  }
  return tensor.cpu();
}

Moments find_pair(const std::map<std::string, torch::Tensor>& tensors, const std::string& kind) {
  auto mean = find(tensors, kind + "_mean");
  auto std = find(tensors, kind + "_std");
  if (mean.sizes() != std.sizes() || !(std > 0).all().item<bool>()) {
    throw CheckpointError("standardisation: '{0}_std' must be positive, of '{0}_mean's shape",
                          kind);
  }
  return {std::move(mean), std::move(std)};
}

}  // namespace

Standardization::Standardization()
    : input_mean_(torch::zeros({}, torch::kFloat32)), input_std_(torch::ones({}, torch::kFloat32)) {
}

Standardization Standardization::fit(const Dataset& train) {
  validate(train);
  Standardization result;
  auto& mean = result.input_mean_;
  auto& std = result.input_std_;
  if (!train.is_image()) {
    std::tie(mean, std) = moments(train.inputs, train.features());
  } else if (train.inputs.scalar_type() == torch::kUInt8) {
    std::tie(mean, std) = byte_moments(train.inputs);
  } else {
    std::tie(mean, std) = moments(train.inputs.flatten().unsqueeze(1), 1);
    mean.squeeze_();
    std.squeeze_();
  }
  if (train.task == Task::kRegression) {
    std::tie(result.target_mean_, result.target_std_) = moments(train.targets, train.outputs());
  }
  return result;
}

torch::Tensor Standardization::apply(const torch::Tensor& inputs) const {
  const bool by_feature = input_mean_.dim() == 1;
  if (by_feature && (inputs.dim() != 2 || inputs.size(1) != input_mean_.size(0))) {
    throw DataError("examples of shape {}: the training data had {} features",
                    fmt::format("{}", fmt::join(inputs.sizes().slice(1).vec(), "×")),
                    input_mean_.size(0));
  }
  auto values = inputs.to(torch::kFloat32);
  if (inputs.scalar_type() == torch::kUInt8) values.div_(kByteScale);
  return values.sub(input_mean_.to(inputs.device())).div_(input_std_.to(inputs.device()));
}

Dataset Standardization::apply(const Dataset& dataset) const {
  auto result = dataset;
  result.inputs = apply(dataset.inputs);
  if (!target_mean_.defined()) return result;
  if (dataset.targets.dim() != 2 || dataset.targets.size(1) != target_mean_.size(0)) {
    throw DataError("{}: expected {} target column(s), as in the training data", dataset.name,
                    target_mean_.size(0));
  }
  const auto device = dataset.targets.device();
  result.targets = dataset.targets.sub(target_mean_.to(device)).div_(target_std_.to(device));
  return result;
}

torch::Tensor Standardization::restore_outputs(const torch::Tensor& outputs) const {
  if (!target_mean_.defined()) return outputs;
  const auto device = outputs.device();
  return outputs * target_std_.to(device) + target_mean_.to(device);
}

std::map<std::string, torch::Tensor> Standardization::tensors() const {
  std::map<std::string, torch::Tensor> result = {{"input_mean", input_mean_},
                                                 {"input_std", input_std_}};
  if (target_mean_.defined()) {
    result["target_mean"] = target_mean_;
    result["target_std"] = target_std_;
  }
  return result;
}

Standardization Standardization::from_tensors(const std::map<std::string, torch::Tensor>& tensors) {
  Standardization result;
  std::tie(result.input_mean_, result.input_std_) = find_pair(tensors, "input");
  if (tensors.contains("target_mean") || tensors.contains("target_std")) {
    std::tie(result.target_mean_, result.target_std_) = find_pair(tensors, "target");
    if (result.target_mean_.dim() != 1) {
      throw CheckpointError("standardisation: 'target_mean' must have 1 dimension");
    }
  }
  return result;
}

}  // namespace gradus::data
