// A data set of one's own, in one file: it reads the format of LIBSVM, `label index:value …` a
// line. Every gradus command then knows it: `own_data train --data libsvm:file=heart.txt`.
#include "gradus/core/error.h"
#include "gradus/data/registry.h"

#include <fstream>
#include <map>
#include <sstream>

namespace {

using gradus::DataError;

constexpr int64_t kMaxFeatures = 65536;

struct Rows {
  std::vector<std::string> labels;             ///< one a row
  std::vector<int64_t> row, column;            ///< of each value
  std::vector<float> values;                   ///< those that are not named are 0
  std::map<std::string, int64_t> class_names;  ///< in alphabetical order
  int64_t features = 0;
};

/// `place` is the file and the line, for the message.
void read_row(const std::string& text, const std::string& place, Rows& rows) {
  std::istringstream words(text);
  std::string label, word;
  if (!(words >> label)) return;
  while (words >> word) {
    const auto colon = std::min(word.find(':'), word.size());
    int64_t index = 0;
    double value = 0;
    const bool read = colon < word.size() && gradus::parse_integer(word.substr(0, colon), index) &&
                      gradus::parse_real(word.substr(colon + 1), value);
    if (!read || index < 1 || index > kMaxFeatures) {
      throw DataError("{}: '{}': expected INDEX:VALUE, the index from 1 to {}", place, word,
                      kMaxFeatures);
    }
    rows.row.push_back(std::ssize(rows.labels));
    rows.column.push_back(index - 1);
    rows.values.push_back(static_cast<float>(value));
    rows.features = std::max(rows.features, index);
  }
  rows.class_names[label] = 0;
  rows.labels.push_back(std::move(label));
}

Rows read_rows(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw DataError("libsvm:file={}: it cannot be read: expected a file", path);
  Rows rows;
  std::string text;
  for (int64_t line = 1; std::getline(file, text); ++line)
    read_row(text, fmt::format("{}, line {}", path, line), rows);
  return rows;
}

gradus::data::LoadedData make_libsvm(const gradus::Settings& settings) {
  const auto path = settings.text("file", "", "the file to read, in LIBSVM's format");
  auto rows = read_rows(path);
  gradus::data::LoadedData loaded;
  auto& dataset = loaded.train;
  dataset.name = "libsvm";
  dataset.inputs = torch::zeros({std::ssize(rows.labels), rows.features});
  dataset.inputs.index_put_({torch::tensor(rows.row), torch::tensor(rows.column)},
                            torch::tensor(rows.values));
  for (auto& [name, number] : rows.class_names) {
    number = std::ssize(dataset.class_names);
    dataset.class_names.push_back(name);
  }
  std::vector<int64_t> classes;
  for (const auto& label : rows.labels) classes.push_back(rows.class_names.at(label));
  dataset.targets = torch::tensor(classes, torch::kInt64);
  for (int64_t k = 1; k <= rows.features; ++k)
    dataset.feature_names.push_back(fmt::format("x{}", k));
  loaded.files = {path};  // kept with a run, with its SHA-256
  validate(dataset);
  return loaded;
}

GRADUS_REGISTER_DATASET("libsvm", "a file in LIBSVM's format: label index:value …", make_libsvm);

}  // namespace
