#include "gradus/core/error.h"
#include "gradus/data/npy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

bool is_channels(int64_t size) {
  return size == 1 || size == 3;
}

torch::Tensor as_inputs(torch::Tensor values, std::string& note) {
  if (values.dim() == 1) values = values.unsqueeze(1);
  const bool image = values.dim() >= 3;
  if (values.dim() == 4 && is_channels(values.size(3)) && !is_channels(values.size(1))) {
    values = values.permute({0, 3, 1, 2}).contiguous();
    note = "channels were last: N, H, W, C";
  }
  if (values.dim() == 4 && values.size(1) == 1) values = values.squeeze(1);
  return image && values.scalar_type() == torch::kUInt8 ? values : values.to(torch::kFloat32);
}

/// [N] as [N, 1] for values, [N, 1] as [N] for labels.
torch::Tensor as_targets(const fs::path& path, const torch::Tensor& values, Task task) {
  const bool column = values.dim() == 2 && values.size(1) == 1;
  if (task == Task::kRegression && (values.dim() == 1 || values.dim() == 2)) {
    return (values.dim() == 1 ? values.unsqueeze(1) : values).to(torch::kFloat32);
  }
  if (task == Task::kClassification && (values.dim() == 1 || column)) return values.flatten();
  throw DataError("{}: targets of {} dimensions ({}): expected [N]{}", path.string(), values.dim(),
                  fmt::join(values.sizes().vec(), " × "),
                  task == Task::kRegression ? " or [N, k]" : ", one label an example");
}

/// Labels as whole numbers; of booleans 0 and 1.
torch::Tensor whole_labels(const fs::path& path, const torch::Tensor& labels) {
  auto whole = labels.to(torch::kInt64);
  if (labels.is_floating_point()) {
    const auto broken = (whole.to(labels.scalar_type()) != labels).nonzero();
    if (broken.numel() > 0) {
      const auto row = broken[0].item<int64_t>();
      throw DataError("{}: the label of example {} is {}: expected a whole number", path.string(),
                      row, labels[row].item<double>());
    }
  }
  return whole;
}

std::vector<std::string> names_of(const torch::Tensor& values, bool boolean) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < values.size(0); ++i) {
    const auto value = values[i].item<int64_t>();
    names.push_back(boolean ? (value != 0 ? "true" : "false") : fmt::format("{}", value));
  }
  return names;
}

/// The class of each different label: by its name, or where the names are others, by its number.
std::vector<int64_t> find_classes(const fs::path& path, const torch::Tensor& different,
                                  const std::vector<std::string>& found,
                                  const std::vector<std::string>& wanted) {
  std::vector<int64_t> classes;
  for (const auto& name : found) {
    const auto at = std::ranges::find(wanted, name);
    if (at == wanted.end()) break;
    classes.push_back(at - wanted.begin());
  }
  if (classes.size() == found.size()) return classes;
  classes.clear();
  for (int64_t i = 0; i < different.size(0); ++i) {
    const auto value = different[i].item<int64_t>();
    if (value < 0 || value >= static_cast<int64_t>(wanted.size())) {
      throw DataError("{}: label {} is none of the classes {} and no number from 0 to {}",
                      path.string(), found[static_cast<size_t>(i)], fmt::join(wanted, ", "),
                      wanted.size() - 1);
    }
    classes.push_back(value);
  }
  return classes;
}

void read_labels(const fs::path& path, const torch::Tensor& values,
                 const std::vector<std::string>& class_names, Dataset& dataset) {
  const auto labels = whole_labels(path, as_targets(path, values, Task::kClassification));
  const auto [different, numbers, counts] = torch::unique_dim(labels, 0, true, true);
  const auto names = names_of(different, values.scalar_type() == torch::kBool);
  dataset.targets = numbers.reshape({-1});
  if (!class_names.empty()) {
    const auto classes = find_classes(path, different, names, class_names);
    dataset.targets = torch::tensor(classes, torch::kInt64).index_select(0, dataset.targets);
    dataset.class_names = class_names;
    return;
  }
  if (names.size() < 2) {
    throw DataError("{}: one class only ({}): expected at least two", path.string(), names.front());
  }
  if (names.size() > 2 && static_cast<int64_t>(names.size()) * 2 > labels.size(0)) {
    throw DataError(
        "{}: {} different labels in {} examples: expected classes (--task regression for values)",
        path.string(), names.size(), labels.size(0));
  }
  dataset.class_names = names;
}

/// `name` with `from` replaced where it stands as a word of its own, as in X_train or train-images.
std::string replace_word(const std::string& name, const std::string& from, const std::string& to) {
  const auto part_of_word = [&](size_t at) {
    return at < name.size() && std::isalnum(static_cast<unsigned char>(name[at])) != 0;
  };
  for (auto at = name.find(from); at != std::string::npos; at = name.find(from, at + 1)) {
    const bool alone = (at == 0 || !part_of_word(at - 1)) && !part_of_word(at + from.size());
    if (alone) return name.substr(0, at) + to + name.substr(at + from.size());
  }
  return {};
}

}  // namespace

torch::Tensor read_npy_inputs(const fs::path& path, std::string& note) {
  const auto values = read_npy(path);
  if (values.dim() > 0 && values.numel() > 0) return as_inputs(values, note);
  throw DataError("{}: an array of {}: expected examples along the first dimension", path.string(),
                  values.dim() == 0 ? "one value" : "no values");
}

Dataset read_npy_pair(const fs::path& inputs, const fs::path& targets,
                      const TableOptions& options) {
  Dataset dataset;
  dataset.name = inputs.stem().string();
  const auto values = read_npy(targets);
  dataset.task =
      options.task.value_or(values.is_floating_point() ? Task::kRegression : Task::kClassification);
  dataset.inputs = read_npy_inputs(inputs, dataset.note);
  const auto count = values.dim() == 0 ? 0 : values.size(0);
  if (dataset.size() != count) {
    throw DataError("{} has {} examples, but {} has {} targets", inputs.string(), dataset.size(),
                    targets.string(), count);
  }
  if (dataset.task == Task::kRegression) {
    dataset.targets = as_targets(targets, values, Task::kRegression);
  } else {
    read_labels(targets, values, options.class_names, dataset);
  }
  validate(dataset);
  return dataset;
}

fs::path targets_beside(const fs::path& inputs) {
  constexpr std::array<std::pair<const char*, const char*>, 6> kWords = {{{"X", "y"},
                                                                          {"x", "y"},
                                                                          {"inputs", "targets"},
                                                                          {"features", "targets"},
                                                                          {"images", "labels"},
                                                                          {"data", "labels"}}};
  std::vector<std::string> tried;
  for (const auto& [from, to] : kWords) {
    const auto name = replace_word(inputs.filename().string(), from, to);
    if (name.empty()) continue;
    const auto path = inputs.parent_path() / name;
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return path;
    tried.push_back(name);
  }
  throw DataError("{}: its targets are not beside it{}{}: name both, as in npy:X.npy,y.npy",
                  inputs.string(), tried.empty() ? "" : ", looked for ", fmt::join(tried, ", "));
}

}  // namespace gradus::data
