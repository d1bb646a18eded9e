#include "gradus/checkpoint/safetensors_file.h"

#include "safetensors_header.h"
#include "stored_file.h"

#include <algorithm>
#include <cstring>

namespace gradus::checkpoint {

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : file_(std::make_unique<StoredFile>(path.parent_path(), path.filename().string())) {
  const auto start = file_->read(0, std::min<uint64_t>(kLengthBytes, file_->size()));
  try {
    const auto length = header_length(start, file_->size());
    data_begin_ = kLengthBytes + length;
    auto header = parse_header(file_->read(kLengthBytes, length), file_->size() - data_begin_);
    tensors_ = std::move(header.tensors);
    metadata_ = std::move(header.metadata);
  } catch (const CheckpointError& error) {
    throw CheckpointError("'{}': {}", path.string(), error.what());
  }
}

SafetensorsFile::~SafetensorsFile() = default;

uint64_t SafetensorsFile::size() const {
  return file_->size();
}

torch::Tensor SafetensorsFile::read(const StoredTensor& tensor, int64_t first,
                                    int64_t count) const {
  const uint64_t element = c10::elementSize(tensor.type);
  const auto bytes =
      file_->read(data_begin_ + tensor.begin + static_cast<uint64_t>(first) * element,
                  static_cast<uint64_t>(count) * element);
  check_values(tensor, bytes);
  auto values = torch::empty({count}, tensor.type);
  if (!bytes.empty()) std::memcpy(values.data_ptr(), bytes.data(), bytes.size());
  return values;
}

const char* safetensors_type(torch::ScalarType type) {
  for (const auto& known : kTypes) {
    if (known.type == type) return known.name;
  }
  refuse("type {} cannot be stored", torch::toString(type));
}

}  // namespace gradus::checkpoint
