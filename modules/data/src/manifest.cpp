#include "gradus/data/manifest.h"

#include "gradus/core/error.h"
#include "gradus/core/sha256.h"
#include "input_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace gradus::data {
namespace {

constexpr size_t kPiece = 1 << 18;  // stays in the cache between reading and hashing

FileRecord hash_file(const std::string& path) {
  FileRecord record{path, 0, {}};
  try {
    InputFile file(path);
    Sha256 digest;
    std::string piece(std::min<uint64_t>(kPiece, file.size()), '\0');
    while (const auto got = file.read(piece.data(), piece.size())) {
      digest.update(std::string_view(piece).substr(0, got));
    }
    record.size = file.position();
    record.sha256 = digest.hex();
  } catch (const DataError&) {
    // Gone since it was read: an empty digest says so, and the training goes on.
  }
  return record;
}

const char* type_name(const torch::Tensor& values) {
  switch (values.scalar_type()) {
    case torch::kUInt8:
      return "uint8";
    case torch::kInt64:
      return "int64";
    default:
      return "float32";
  }
}

void add_tensor(Sha256& digest, const torch::Tensor& tensor) {
  const auto values = tensor.cpu().contiguous();
  digest.update(fmt::format("{} {}\n", type_name(values), fmt::join(values.sizes().vec(), " ")));
  digest.update({static_cast<const char*>(values.const_data_ptr()), values.nbytes()});
}

PartRecord record_part(const NamedPart& part) {
  PartRecord record{part.name, part.dataset.size(), {}, tensor_sha256(part.dataset)};
  if (part.dataset.task == Task::kClassification) {
    const auto counts = class_counts(part.dataset);
    const auto* first = counts.const_data_ptr<int64_t>();
    record.class_counts.assign(first, first + counts.numel());
  }
  return record;
}

}  // namespace

std::string tensor_sha256(const Dataset& dataset) {
  Sha256 digest;
  add_tensor(digest, dataset.inputs);
  add_tensor(digest, dataset.targets);
  return digest.hex();
}

Manifest make_manifest(const std::vector<NamedPart>& parts, const std::vector<std::string>& files,
                       const std::vector<SkippedFile>& skipped) {
  const auto& first = parts.at(0).dataset;
  Manifest manifest;
  manifest.name = first.name;
  manifest.note = first.note;
  manifest.task = first.task;
  manifest.input_shape = first.input_shape();
  manifest.input_type = type_name(first.inputs);
  manifest.class_names = first.class_names;
  manifest.feature_names = first.feature_names;
  manifest.target_names = first.target_names;
  for (const auto& part : parts) {
    if (part.dataset.size() > 0) manifest.parts.push_back(record_part(part));
  }
  for (const auto& file : files) manifest.files.push_back(hash_file(file));
  manifest.skipped = skipped;
  return manifest;
}

}  // namespace gradus::data
