#include "data_flags.h"
#include "gradus/core/error.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

/// The colours of pictures that become inputs of this shape; nothing for tables.
std::optional<data::ImageOptions::Mode> mode_of(const std::vector<int64_t>& input_shape) {
  if (input_shape.size() == 2) return data::ImageOptions::Mode::kGrey;
  if (input_shape.size() == 3) return data::ImageOptions::Mode::kRgb;
  return std::nullopt;
}

data::LoadedData load_as(const std::string& data, data::ReadOptions options,
                         const Expected& expected) {
  options.table.class_names = expected.class_names;
  options.table.feature_names = expected.feature_names;
  options.images.class_names = expected.class_names;
  options.images.mode = mode_of(expected.input_shape).value_or(options.images.mode);
  return data::load_data(data, options);
}

void check_like(const data::Dataset& part, const data::Dataset& train) {
  const auto task = [](const data::Dataset& d) {
    return d.task == data::Task::kRegression ? "regression" : "classification";
  };
  if (part.task != train.task) {
    throw DataError("'{}' is a {} task, the training data '{}' a {} task", part.name, task(part),
                    train.name, task(train));
  }
  if (part.input_shape() != train.input_shape()) {
    throw DataError("'{}' has examples of {}, the training data '{}' of {}", part.name,
                    fmt::join(part.input_shape(), " x "), train.name,
                    fmt::join(train.input_shape(), " x "));
  }
  if (part.outputs() != train.outputs() || part.class_names != train.class_names) {
    throw DataError("'{}' has {} outputs ({}), the training data '{}' {} ({})", part.name,
                    part.outputs(), fmt::join(part.class_names, ", "), train.name, train.outputs(),
                    fmt::join(train.class_names, ", "));
  }
}

/// Another data set for a part: its test part where it has one, else all of it.
data::Dataset load_part(const DataRequest& request, const std::string& data, DataParts& parts) {
  const auto& train = parts.train;
  auto options = read_options(request.reading);
  options.table.task = train.task;
  // The last column of another file may be another one.
  if (options.table.target.empty() && !train.target_names.empty()) {
    options.table.target = fmt::format("{}", fmt::join(train.target_names, ","));
  }
  auto loaded =
      load_as(data, options, {train.class_names, train.feature_names, train.input_shape()});
  parts.files.insert(parts.files.end(), loaded.files.begin(), loaded.files.end());
  parts.skipped.insert(parts.skipped.end(), loaded.skipped.begin(), loaded.skipped.end());
  auto part = loaded.test ? std::move(*loaded.test) : std::move(loaded.train);
  check_like(part, train);
  return part;
}

/// Holds out a part of the training part.
data::Dataset take_fraction(data::Dataset& train, double fraction, uint64_t seed) {
  auto split = data::split(train, fraction, seed);
  train = std::move(split.train);
  return std::move(split.held_out);
}

}  // namespace

data::LoadedData load(const DataRequest& request, const Expected& expected) {
  return load_as(request.data, read_options(request.reading), expected);
}

DataParts split_parts(const DataRequest& request, data::LoadedData loaded) {
  DataParts parts;
  parts.own_test = loaded.test.has_value() || !request.test_data.empty();
  parts.files = std::move(loaded.files);
  parts.skipped = std::move(loaded.skipped);
  parts.train = std::move(loaded.train);
  if (!request.test_data.empty()) {
    parts.test = load_part(request, request.test_data, parts);
  } else if (loaded.test) {
    parts.test = std::move(*loaded.test);
  } else {
    parts.test = take_fraction(parts.train, request.test_fraction, request.seed);
  }
  if (!request.validation_data.empty()) {
    parts.validation = load_part(request, request.validation_data, parts);
  } else if (loaded.validation && request.validation_fraction > 0) {
    parts.validation = std::move(*loaded.validation);
  } else if (request.validation_fraction > 0) {
    // Another seed than the test's, or the same positions would be drawn again.
    parts.validation = take_fraction(parts.train, request.validation_fraction, request.seed + 1);
  }
  return parts;
}

std::string skipped_text(const std::vector<data::SkippedFile>& skipped) {
  if (skipped.empty()) return {};
  auto text = fmt::format("{} file{} left out:", skipped.size(), skipped.size() == 1 ? "" : "s");
  for (const auto& file : skipped) text += fmt::format("\n  {}: {}", file.path, file.reason);
  return text;
}

}  // namespace gradus::cli
