#include "iris.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <algorithm>
#include <map>

namespace gradus::demos {
namespace {

using report::Text;

int64_t index_of(const std::string& kind, const std::string& name,
                 const std::vector<std::string>& names) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw UsageError("{}", unknown_name_message(kind, name, names));
  return found - names.begin();
}

std::vector<int64_t> indices_of(const std::string& kind, const std::vector<std::string>& wanted,
                                const std::vector<std::string>& names) {
  std::vector<int64_t> indices;
  for (const auto& name : wanted.empty() ? names : wanted) {
    const int64_t index = index_of(kind, name, names);
    if (std::ranges::count(indices, index) > 0) {
      throw UsageError("{} '{}' was given twice: expected different ones", kind, name);
    }
    indices.push_back(index);
  }
  return indices;
}

}  // namespace

data::Dataset load_iris(const std::vector<std::string>& features,
                        const std::vector<std::string>& species) {
  const auto all = load_train("iris");
  const auto columns = indices_of("measure", features, all.feature_names);
  const auto classes = indices_of("species", species, all.class_names);
  auto numbers = torch::full({all.outputs()}, -1, torch::kInt64);  // a class' new number
  for (size_t k = 0; k < classes.size(); ++k) numbers[classes[k]] = static_cast<int64_t>(k);
  const auto targets = numbers.index_select(0, all.targets);

  auto chosen = all.subset(targets.ge(0).nonzero().squeeze(1));
  chosen.inputs = chosen.inputs.index_select(1, torch::tensor(columns));
  chosen.targets = targets.masked_select(targets.ge(0));
  chosen.feature_names.clear();
  for (const auto column : columns) {
    chosen.feature_names.push_back(all.feature_names[static_cast<size_t>(column)]);
  }
  chosen.class_names.clear();
  for (const auto k : classes) {
    chosen.class_names.push_back(all.class_names[static_cast<size_t>(k)]);
  }
  return chosen;
}

data::Dataset read_iris(const Settings& flags) {
  const auto all = load_train("iris");
  const auto measure = [&](const char* key, const char* normally, const char* help) {
    return flags.choice(key, normally, all.feature_names, help);
  };
  const auto species = [&](const char* key, const char* normally, const char* help) {
    return flags.choice(key, normally, all.class_names, help);
  };
  const std::vector<std::string> features = {
      measure("--x", "petal_length_cm", "first measure of the flowers"),
      measure("--y", "petal_width_cm", "second measure")};
  const std::vector<std::string> classes = {
      species("--class-0", "versicolor", "species of class 0"),
      species("--class-1", "virginica", "species of class 1")};
  return load_iris(features, classes);
}

report::Text feature_text(const std::string& feature) {
  static const std::map<std::string, Text> kTexts = {
      {"sepal_length_cm", {"sepal length (cm)", "萼片长度 (cm)"}},
      {"sepal_width_cm", {"sepal width (cm)", "萼片宽度 (cm)"}},
      {"petal_length_cm", {"petal length (cm)", "花瓣长度 (cm)"}},
      {"petal_width_cm", {"petal width (cm)", "花瓣宽度 (cm)"}},
  };
  const auto found = kTexts.find(feature);
  return found == kTexts.end() ? Text(feature) : found->second;
}

report::Text species_text(const std::string& species) {
  static const std::map<std::string, Text> kTexts = {
      {"setosa", {"setosa", "山鸢尾 setosa"}},
      {"versicolor", {"versicolor", "变色鸢尾 versicolor"}},
      {"virginica", {"virginica", "维吉尼亚鸢尾 virginica"}},
  };
  const auto found = kTexts.find(species);
  return found == kTexts.end() ? Text(species) : found->second;
}

std::vector<report::Marks> iris_marks(const data::Dataset& dataset) {
  auto marks = marks_of(dataset);
  for (auto& one : marks) one.name = species_text(one.name.en);
  return marks;
}

report::Panel iris_plane(const data::Dataset& dataset, const Coefficients& layer) {
  torch::nn::Linear linear(2, layer.bias.size(0));
  set_coefficients(linear, layer);
  torch::nn::AnyModule model(linear);
  const auto [x, y] = spans_of(dataset);
  return {.x_label = feature_text(dataset.feature_names.at(0)),
          .y_label = feature_text(dataset.feature_names.at(1)),
          .x = x,
          .y = y,
          .region = region_of(model, x, y, {}),
          .marks = iris_marks(dataset)};
}

}  // namespace gradus::demos
