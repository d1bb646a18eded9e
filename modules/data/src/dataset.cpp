#include "gradus/data/dataset.h"

#include "gradus/core/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace gradus::data {

int64_t Dataset::size() const {
  return inputs.defined() ? inputs.size(0) : 0;
}

int64_t Dataset::features() const {
  int64_t product = 1;
  for (const auto dimension : input_shape()) product *= dimension;
  return product;
}

int64_t Dataset::outputs() const {
  if (task == Task::kClassification) return static_cast<int64_t>(class_names.size());
  return targets.size(1);
}

std::vector<int64_t> Dataset::input_shape() const {
  return inputs.sizes().slice(1).vec();
}

Dataset Dataset::to(torch::Device device) const {
  auto moved = *this;
  moved.inputs = inputs.to(device);
  moved.targets = targets.to(device);
  return moved;
}

Dataset Dataset::subset(const torch::Tensor& indices) const {
  auto chosen = *this;
  const auto rows = indices.to(inputs.device());
  chosen.inputs = inputs.index_select(0, rows);
  chosen.targets = targets.index_select(0, rows);
  return chosen;
}

namespace {

/// Without a temporary of the data's size, as isfinite has several. NaN is both extremes' value
/// wherever it stands.
bool all_finite(const torch::Tensor& values) {
  const auto [least, largest] = torch::aminmax(values);
  return std::isfinite(least.item<float>()) && std::isfinite(largest.item<float>());
}

/// The row of the first value that is not finite, looked for a row at a time.
int64_t first_not_finite(const torch::Tensor& values) {
  int64_t row = 0;
  while (row < values.size(0) && all_finite(values[row])) ++row;
  return row;
}

void validate_inputs(const Dataset& d) {
  if (!d.inputs.defined() || !d.targets.defined() || d.inputs.dim() < 2 || d.targets.dim() < 1) {
    throw DataError("{}: inputs must be [N, ...] and targets [N] or [N, k]", d.name);
  }
  if (d.size() == 0) throw DataError("{}: no examples", d.name);
  if (d.features() == 0) throw DataError("{}: examples without features", d.name);
  if (d.targets.size(0) != d.size()) {
    throw DataError("{}: {} inputs but {} targets", d.name, d.size(), d.targets.size(0));
  }
  const auto type = d.inputs.scalar_type();
  if (type != torch::kFloat32 && type != torch::kUInt8) {
    throw DataError("{}: inputs are {}: expected float32 or uint8", d.name, c10::toString(type));
  }
  if (type == torch::kFloat32 && !all_finite(d.inputs)) {
    throw DataError("{}: the inputs contain NaN or infinity, first in example {} (counted from 0)",
                    d.name, first_not_finite(d.inputs));
  }
}

void validate_labels(const Dataset& d) {
  if (d.targets.dim() != 1 || d.targets.scalar_type() != torch::kInt64) {
    throw DataError("{}: class labels are {} with {} dimensions: expected [N] int64", d.name,
                    c10::toString(d.targets.scalar_type()), d.targets.dim());
  }
  const auto outside = torch::logical_or(d.targets < 0, d.targets >= d.outputs()).nonzero();
  if (outside.numel() == 0) return;
  const auto row = outside[0].item<int64_t>();
  throw DataError("{}: example {} has label {}: expected 0 to {} ({} classes)", d.name, row,
                  d.targets[row].item<int64_t>(), d.outputs() - 1, d.outputs());
}

void validate_target_values(const Dataset& d) {
  if (d.targets.dim() != 2 || d.targets.scalar_type() != torch::kFloat32) {
    throw DataError("{}: regression targets must be [N, k] float32", d.name);
  }
  if (!all_finite(d.targets)) {
    throw DataError("{}: the targets contain NaN or infinity, first in example {} (counted from 0)",
                    d.name, first_not_finite(d.targets));
  }
}

std::string quantity(int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// At most this many names are listed; more would hide the rest of the description.
constexpr size_t kNamesShown = 12;

std::string shorten(std::vector<std::string> names) {
  const auto all = names.size();
  names.resize(std::min(all, kNamesShown));
  return fmt::format("{}{}", fmt::join(names, ", "), all > kNamesShown ? ", …" : "");
}

std::string describe_inputs(const Dataset& d) {
  const auto type = d.inputs.scalar_type() == torch::kUInt8 ? "uint8" : "float32";
  if (d.is_image()) {
    return fmt::format("{} of {} {}", quantity(d.size(), "image", "images"),
                       fmt::join(d.input_shape(), "×"), type);
  }
  const auto names = d.feature_names.empty() ? "" : " (" + shorten(d.feature_names) + ")";
  return fmt::format("{}, {}{}", quantity(d.size(), "example", "examples"),
                     quantity(d.features(), "feature", "features"), names);
}

std::string describe_classes(const Dataset& d) {
  const auto counts = class_counts(d);
  std::vector<std::string> parts;
  for (size_t i = 0; i < d.class_names.size(); ++i) {
    parts.push_back(
        fmt::format("{} {}", d.class_names[i], counts[static_cast<int64_t>(i)].item<int64_t>()));
  }
  return fmt::format("{}: {}", quantity(d.outputs(), "class", "classes"), shorten(parts));
}

std::string describe_target_values(const Dataset& d) {
  std::vector<std::string> parts;
  for (int64_t i = 0; i < d.outputs(); ++i) {
    const auto column = d.targets.select(1, i);
    const auto index = static_cast<size_t>(i);
    parts.push_back(fmt::format(
        "{} from {:.4g} to {:.4g}",
        index < d.target_names.size() ? d.target_names[index] : fmt::format("target {}", i),
        column.min().item<float>(), column.max().item<float>()));
  }
  return fmt::format("regression: {}", shorten(parts));
}

}  // namespace

void validate(const Dataset& dataset) {
  validate_inputs(dataset);
  if (dataset.task == Task::kClassification) {
    validate_labels(dataset);
  } else {
    validate_target_values(dataset);
  }
}

torch::Tensor class_counts(const Dataset& dataset) {
  return torch::bincount(dataset.targets.cpu(), {}, dataset.outputs());
}

std::string describe(const Dataset& dataset) {
  const auto targets = dataset.task == Task::kClassification ? describe_classes(dataset)
                                                             : describe_target_values(dataset);
  const auto note = dataset.note.empty() ? "" : "\n  " + dataset.note;
  return fmt::format("{}: {}\n  {}{}", dataset.name, describe_inputs(dataset), targets, note);
}

}  // namespace gradus::data
