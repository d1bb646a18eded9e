#include "prediction.h"

#include "gradus/core/error.h"
#include "gradus/data/idx.h"
#include "gradus/data/image.h"
#include "gradus/data/npy.h"
#include "gradus/engine/predictor.h"
#include "gradus/metrics/metric.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace gradus::cli {
namespace {

constexpr int64_t kBatchSize = 1024;

std::string lower_extension(const std::filesystem::path& file) {
  auto extension = file.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

/// `fit`: nothing where the picture must have the model's size already.
Examples read_image_example(const std::filesystem::path& file, const checkpoint::SavedModel& saved,
                            std::optional<data::ImageOptions::Fit> fit) {
  const auto& shape = saved.input_shape;
  if (shape.size() < 2) {
    throw DataError("'{}' is an image; the model takes rows of {} numbers", file.string(),
                    saved.in_features);
  }
  auto image = data::read_image(file);
  image = shape.size() == 2 ? data::as_grey(image) : data::as_rgb(image);
  if (fit) image = data::fit_image(image, {shape[shape.size() - 2], shape.back()}, *fit);
  if (shape.size() == 2) image = image.squeeze(0);
  if (image.sizes() != torch::IntArrayRef(shape)) {
    throw DataError("'{}' is an image of {}, the model takes {}: resize it with --image-fit",
                    file.string(), fmt::join(image.sizes().vec(), " x "), fmt::join(shape, " x "));
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

Examples check_shape(const std::filesystem::path& file, torch::Tensor inputs,
                     const checkpoint::SavedModel& saved) {
  if (inputs.sizes().slice(1) != torch::IntArrayRef(saved.input_shape)) {
    throw DataError("'{}' has examples of {}, the model takes {}", file.string(),
                    fmt::join(inputs.sizes().slice(1).vec(), " x "),
                    fmt::join(saved.input_shape, " x "));
  }
  auto names = numbered(file.string(), inputs.size(0));
  return {std::move(names), std::move(inputs)};
}

Examples read_idx_images(const std::filesystem::path& file, const checkpoint::SavedModel& saved) {
  const auto dimensions = static_cast<int64_t>(saved.input_shape.size()) + 1;
  return check_shape(file, data::read_idx(file, dimensions), saved);
}

Examples read_array(const std::filesystem::path& file, const checkpoint::SavedModel& saved) {
  std::string ignored_note;
  return check_shape(file, data::read_npy_inputs(file, ignored_note), saved);
}

/// As the pictures of the training were; nothing where these had one size by themselves.
std::optional<data::ImageOptions::Fit> fit_of(const SavedRun& run) {
  const auto images = read_options(run.data.reading).images;
  if (!images.size) return std::nullopt;
  return images.fit;
}

}  // namespace

Examples read_examples(const std::filesystem::path& file, const SavedRun& run,
                       const data::ReadOptions& options, bool fit_given) {
  if (file == "-") return read_rows(file, run, options.table);  // a table from standard input
  if (!std::filesystem::exists(file)) throw DataError("'{}' does not exist", file.string());
  const auto extension = lower_extension(file);
  constexpr std::array<std::string_view, 4> kPictures = {".png", ".jpg", ".jpeg", ".bmp"};
  if (std::ranges::find(kPictures, extension) != kPictures.end()) {
    return read_image_example(file, run.saved,
                              fit_given ? std::optional(options.images.fit) : fit_of(run));
  }
  if (data::is_table_path(file)) return read_rows(file, run, options.table);
  if (extension == ".npy" || extension == ".npz") return read_array(file, run.saved);
  if (file.filename().string().find("idx") != std::string::npos || extension == ".gz") {
    return read_idx_images(file, run.saved);
  }
  throw DataError(
      "'{}' is of an unknown kind: expected .png, .jpg, .bmp, .csv, .tsv, .parquet, .feather, .npy "
      "or an IDX file",
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
