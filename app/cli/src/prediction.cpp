#include "prediction.h"

#include "gradus/core/error.h"
#include "gradus/data/idx.h"
#include "gradus/data/image.h"
#include "gradus/engine/predictor.h"
#include "gradus/metrics/metric.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

constexpr int64_t kBatchSize = 1024;

std::string lower_extension(const std::filesystem::path& file) {
  auto extension = file.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

/// Grey by the luma of ITU-R BT.601 when the model was trained on grey images.
torch::Tensor as_grey(const torch::Tensor& image) {
  if (image.size(0) < 3) return image.select(0, 0);
  const auto weights = torch::tensor({0.299F, 0.587F, 0.114F}).view({3, 1, 1});
  return (image.narrow(0, 0, 3).to(torch::kFloat32) * weights).sum(0).round().to(torch::kUInt8);
}

Examples read_image_example(const std::filesystem::path& file,
                            const checkpoint::SavedModel& saved) {
  if (saved.input_shape.size() < 2) {
    throw DataError("'{}' is an image; the model takes rows of {} numbers", file.string(),
                    saved.in_features);
  }
  auto image = data::read_image(file);
  if (saved.input_shape.size() == 2) image = as_grey(image);
  if (image.sizes() != torch::IntArrayRef(saved.input_shape)) {
    throw DataError("'{}' is an image of {}, the model takes {}: resize it first", file.string(),
                    fmt::join(image.sizes().vec(), " x "), fmt::join(saved.input_shape, " x "));
  }
  return {{file.string()}, image.unsqueeze(0)};
}

std::vector<std::string> numbered(const std::string& file, int64_t count) {
  std::vector<std::string> names;
  for (int64_t i = 1; i <= count; ++i) names.push_back(fmt::format("{}:{}", file, i));
  return names;
}

Examples read_rows(const std::filesystem::path& file, const SavedRun& run,
                   const data::TableOptions& table) {
  auto columns = run.saved.feature_names;
  if (columns.empty()) columns.resize(static_cast<size_t>(run.saved.in_features));
  auto inputs = data::read_features(file, columns, table);
  auto names = numbered(file.string(), inputs.size(0));
  auto shape = run.saved.input_shape;
  shape.insert(shape.begin(), inputs.size(0));
  return {std::move(names), inputs.view(shape)};
}

Examples read_idx_images(const std::filesystem::path& file, const checkpoint::SavedModel& saved) {
  auto inputs = data::read_idx(file, static_cast<int64_t>(saved.input_shape.size()) + 1);
  if (inputs.sizes().slice(1) != torch::IntArrayRef(saved.input_shape)) {
    throw DataError("'{}' has examples of {}, the model takes {}", file.string(),
                    fmt::join(inputs.sizes().slice(1).vec(), " x "),
                    fmt::join(saved.input_shape, " x "));
  }
  auto names = numbered(file.string(), inputs.size(0));
  return {std::move(names), std::move(inputs)};
}

}  // namespace

Examples read_examples(const std::filesystem::path& file, const SavedRun& run,
                       const data::TableOptions& table) {
  if (!std::filesystem::exists(file)) throw DataError("'{}' does not exist", file.string());
  const auto extension = lower_extension(file);
  if (extension == ".png" || extension == ".jpg" || extension == ".jpeg")
    return read_image_example(file, run.saved);
  if (data::is_table_path(file)) return read_rows(file, run, table);
  if (file.filename().string().find("idx") != std::string::npos || extension == ".gz") {
    return read_idx_images(file, run.saved);
  }
  throw DataError(
      "'{}' is of an unknown kind: expected .png, .jpg, .csv, .tsv, .parquet, .feather or an IDX "
      "file",
      file.string());
}

Predictions predict(SavedRun& run, const Examples& examples, torch::Device device) {
  run.module.ptr()->to(device);
  engine::Predictor predictor(run.module);
  std::vector<torch::Tensor> values;
  for (const auto& part : run.standardization.apply(examples.inputs).split(kBatchSize)) {
    const auto outputs = predictor(part.to(device)).cpu();
    values.push_back(run.is_classifier() ? metrics::class_probabilities(outputs)
                                         : run.standardization.restore_outputs(outputs));
  }
  return {examples.names, torch::cat(values)};
}

}  // namespace gradus::cli
