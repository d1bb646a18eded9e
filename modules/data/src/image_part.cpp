#include "image_part.h"

#include "gradus/core/error.h"
#include "gradus/core/side_by_side.h"
#include "gradus/core/threads.h"
#include "input_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>

namespace gradus::data {
namespace {

/// Calls `work` for each file on all processors, and keeps what each refusal says.
void for_each_file(ImagePart& part, const std::function<void(size_t)>& work) {
  constexpr int64_t kChunk = 32;  // files taken at once
  const auto count = static_cast<int64_t>(part.images.files.size());
  run_side_by_side((count + kChunk - 1) / kChunk, available_processors(), [&](int64_t chunk) {
    const auto end = std::min(count, (chunk + 1) * kChunk);
    for (auto i = static_cast<size_t>(chunk * kChunk); i < static_cast<size_t>(end); ++i) {
      if (!part.broken[i].empty()) continue;
      try {
        work(i);
      } catch (const DataError& error) {
        part.broken[i] = error.what();
      }
    }
  });
}

/// Refusals start with the file's path.
std::string reason_of(const std::string& refusal, const std::string& path) {
  return refusal.starts_with(path + ": ") ? refusal.substr(path.size() + 2) : refusal;
}

std::vector<SkippedFile> broken_files(const ImagePart& part) {
  std::vector<SkippedFile> files;
  for (size_t i = 0; i < part.broken.size(); ++i) {
    const auto& path = part.images.files[i].path;
    if (!part.broken[i].empty()) files.push_back({path, reason_of(part.broken[i], path)});
  }
  return files;
}

/// Unless broken files are to be skipped, they are an error that names them all; so is a class of
/// which none is left.
void check_broken(const ImagePart& part, const ImageOptions& options) {
  const auto broken = broken_files(part);
  if (broken.empty()) return;
  if (!options.skip_broken) {
    std::vector<std::string> lines;
    for (const auto& file : broken) lines.push_back(file.path + ": " + file.reason);
    throw DataError("{}: {} of {} pictures cannot be read (--skip-broken goes on without): {}",
                    part.folder, broken.size(), part.broken.size(), fmt::join(lines, "; "));
  }
  std::vector<int64_t> left(part.images.classes.size()), all(left);
  for (size_t i = 0; i < part.broken.size(); ++i) {
    const auto label = static_cast<size_t>(part.images.files[i].label);
    ++all[label];
    if (part.broken[i].empty()) ++left[label];
  }
  for (size_t label = 0; label < all.size(); ++label) {
    if (all[label] == 0 || left[label] > 0) continue;
    throw DataError("{}: none of the {} pictures of class '{}' can be read: {}", part.folder,
                    all[label], part.images.classes[label], broken.front().reason);
  }
}

/// [channels, height, width] uint8, contiguous.
torch::Tensor read_in_form(const std::string& path, const ImageForm& form) {
  auto image = read_image(path);
  image = form.channels == 1 ? as_grey(image) : as_rgb(image);
  return fit_image(image, form.size, form.fit).contiguous();
}

/// Only the rows whose file was read; the tensors as they are where all were.
Dataset assemble(const ImagePart& part, torch::Tensor inputs, const ImageForm& form) {
  std::vector<int64_t> kept, labels;
  for (size_t i = 0; i < part.broken.size(); ++i) {
    if (!part.broken[i].empty()) continue;
    kept.push_back(static_cast<int64_t>(i));
    labels.push_back(part.images.files[i].label);
  }
  if (kept.size() < part.broken.size()) {
    inputs = inputs.index_select(0, torch::tensor(kept, torch::kInt64));
  }
  Dataset dataset;
  dataset.inputs = form.channels == 1 ? inputs.squeeze(1) : inputs;
  dataset.targets = torch::tensor(labels, torch::kInt64);
  dataset.class_names = part.images.classes;
  dataset.name = part.folder;
  if (part.images.others > 0) {
    dataset.note = fmt::format("{} file{} left out: no pictures by their ending",
                               part.images.others, part.images.others == 1 ? "" : "s");
  }
  validate(dataset);
  return dataset;
}

}  // namespace

ImagePart open_image_part(const std::filesystem::path& folder, const ImageOptions& options) {
  ImagePart part{folder.string(), list_images(folder, options.class_names), {}, {}};
  part.broken.resize(part.images.files.size());
  part.headers.resize(part.images.files.size());
  for_each_file(part,
                [&](size_t i) { part.headers[i] = read_image_header(part.images.files[i].path); });
  // Where some can be read, decoding finds the rest of the broken ones, for one list of all.
  if (std::ranges::none_of(part.broken, &std::string::empty)) check_broken(part, options);
  return part;
}

ImageSize common_size(const ImagePart& part) {
  std::optional<size_t> first;
  for (size_t i = 0; i < part.headers.size(); ++i) {
    if (!part.broken[i].empty()) continue;
    if (!first) first = i;
    const auto one = part.headers[*first].size, other = part.headers[i].size;
    if (one == other) continue;
    throw DataError(
        "{} has {} × {} pixels (height × width), {} has {} × {}: give one size for all, as in "
        "--image-size {}x{}",
        part.images.files[*first].path, one.height, one.width, part.images.files[i].path,
        other.height, other.width, one.height, one.width);
  }
  return part.headers.at(first.value()).size;
}

ImageForm choose_form(const ImagePart& train, const ImageOptions& options) {
  bool grey = options.mode == ImageOptions::Mode::kGrey;
  if (options.mode == ImageOptions::Mode::kAuto) {
    grey = true;
    for (size_t i = 0; i < train.headers.size(); ++i) {
      if (train.broken[i].empty() && train.headers[i].channels != 1) grey = false;
    }
  }
  return {options.size ? *options.size : common_size(train), grey ? 1 : 3, options.fit};
}

Dataset read_image_part(ImagePart& part, const ImageForm& form, const ImageOptions& options) {
  const auto count = static_cast<int64_t>(part.images.files.size());
  const auto image_bytes = form.channels * form.size.height * form.size.width;
  require_memory(part.folder, static_cast<uint64_t>(count) * static_cast<uint64_t>(image_bytes));
  auto inputs =
      torch::empty({count, form.channels, form.size.height, form.size.width}, torch::kUInt8);
  auto* pixels = inputs.data_ptr<uint8_t>();
  for_each_file(part, [&](size_t i) {
    const auto image = read_in_form(part.images.files[i].path, form);
    std::memcpy(pixels + static_cast<int64_t>(i) * image_bytes, image.const_data_ptr<uint8_t>(),
                static_cast<size_t>(image_bytes));
  });
  check_broken(part, options);
  return assemble(part, std::move(inputs), form);
}

void note_files(const ImagePart& part, LoadedData& data) {
  for (size_t i = 0; i < part.broken.size(); ++i) {
    if (part.broken[i].empty()) data.files.push_back(part.images.files[i].path);
  }
  for (auto& file : broken_files(part)) data.skipped.push_back(std::move(file));
}

}  // namespace gradus::data
