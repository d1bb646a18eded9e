/// Iris and the 8×8 digits, built into the program. They are read by the few lines below, so that
/// they are there without Arrow as well.
#include "builtin.h"
#include "gradus/core/error.h"
#include "gradus/core/settings.h"
#include "shipped_lines.h"

#include <algorithm>

namespace gradus::data {
namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  while (true) {
    const auto end = line.find(',');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

/// Numbers but for the last field, which is a class. Classes are numbered as they first appear.
Dataset read_lines(const std::string& name, std::span<const std::string_view> lines) {
  Dataset dataset;
  dataset.name = name;
  const auto header = fields_of(lines.front());
  dataset.feature_names.assign(header.begin(), header.end() - 1);
  dataset.target_names = {std::string(header.back())};
  std::vector<float> values;
  std::vector<int64_t> labels;
  for (const auto line : lines.subspan(1)) {
    const auto fields = fields_of(line);
    for (size_t i = 0; i + 1 < fields.size(); ++i) {
      double value = 0;
      if (!parse_real(fields[i], value)) throw DataError("{}: bad line '{}'", name, line);
      values.push_back(static_cast<float>(value));
    }
    const auto found = std::ranges::find(dataset.class_names, fields.back());
    labels.push_back(found - dataset.class_names.begin());
    if (found == dataset.class_names.end()) dataset.class_names.emplace_back(fields.back());
  }
  dataset.targets = torch::tensor(labels, torch::kInt64);
  dataset.inputs = torch::tensor(values).reshape({dataset.targets.size(0), -1});
  return dataset;
}

LoadedData load_iris(const Settings&) {
  return {read_lines("iris", kIrisLines), std::nullopt};
}

LoadedData load_digits(const Settings&) {
  constexpr double kLargestPixel = 16;
  auto dataset = read_lines("digits", kDigitsLines);
  dataset.inputs = dataset.inputs.div_(kLargestPixel).reshape({-1, 8, 8});
  dataset.feature_names.clear();
  return {std::move(dataset), std::nullopt};
}

}  // namespace

void add_shipped(DatasetRegistry& registry) {
  registry.add("digits", "1797 grey images 8×8 of handwritten digits (shipped)", load_digits);
  registry.add("iris", "150 iris flowers, 4 measures, 3 species (shipped)", load_iris);
}

}  // namespace gradus::data
