#include "safetensors_header.h"

#include "json.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>

namespace gradus::checkpoint {
namespace {

static_assert(std::endian::native == std::endian::little, "the data part is little-endian");

constexpr size_t kMaxDimensions = 64;  // LibTorch's

uint64_t whole_number(const nlohmann::json& value, const std::string& name, const char* what) {
  // is_number_unsigned: a JSON integer without a sign that fits 64 bits.
  if (!value.is_number_unsigned()) {
    refuse("tensor '{}': {} must be whole numbers of at least 0", name, what);
  }
  return value.get<uint64_t>();
}

torch::ScalarType type_of(const nlohmann::json& value, const std::string& name) {
  if (!value.is_string()) refuse("tensor '{}': dtype must be a text", name);
  for (const auto& [type, type_name] : kTypes) {
    if (value == type_name) return type;
  }
  refuse("tensor '{}': unknown dtype {}", name, value.dump());
}

std::vector<int64_t> shape_of(const nlohmann::json& value, const std::string& name) {
  if (!value.is_array()) refuse("tensor '{}': shape must be a list", name);
  if (value.size() > kMaxDimensions) refuse("tensor '{}': {} dimensions", name, value.size());
  std::vector<int64_t> shape;
  for (const auto& dimension : value) {
    const uint64_t size = whole_number(dimension, name, "shape's entries");
    if (size > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
      refuse("tensor '{}': dimension {} is too large", name, size);
    }
    shape.push_back(static_cast<int64_t>(size));
  }
  return shape;
}

// Bytes of a tensor, or nothing on overflow. Zeros count as ones on the way, because strides are
// products of the other dimensions and must not overflow either.
std::optional<uint64_t> byte_size(const std::vector<int64_t>& shape, torch::ScalarType type) {
  int64_t size = static_cast<int64_t>(c10::elementSize(type));
  for (const int64_t dimension : shape) {
    if (__builtin_mul_overflow(size, std::max<int64_t>(dimension, 1), &size)) return std::nullopt;
  }
  const bool empty = std::find(shape.begin(), shape.end(), 0) != shape.end();
  return empty ? 0 : static_cast<uint64_t>(size);
}

StoredTensor parse_entry(const std::string& name, const nlohmann::json& value) {
  if (!value.is_object() || value.size() != 3 || !value.contains("dtype") ||
      !value.contains("shape") || !value.contains("data_offsets")) {
    refuse("tensor '{}': expected dtype, shape and data_offsets", name);
  }
  const auto& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) {
    refuse("tensor '{}': data_offsets must be two numbers", name);
  }
  StoredTensor entry{name, type_of(value["dtype"], name), shape_of(value["shape"], name),
                     whole_number(offsets[0], name, "data_offsets"),
                     whole_number(offsets[1], name, "data_offsets")};
  const auto expected = byte_size(entry.shape, entry.type);
  if (!expected) refuse("tensor '{}': shape {} is too large", name, value["shape"].dump());
  if (entry.begin > entry.end || entry.end - entry.begin != *expected) {
    refuse("tensor '{}': {} of shape {} takes {} bytes, its offsets are {} to {}", name,
           value["dtype"].get<std::string>(), value["shape"].dump(), *expected, entry.begin,
           entry.end);
  }
  return entry;
}

std::map<std::string, std::string> metadata_of(const nlohmann::json& metadata) {
  if (!metadata.is_object()) refuse("{} must be an object", kMetadata);
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : metadata.items()) {
    if (!value.is_string()) refuse("{}: the value of '{}' must be a text", kMetadata, key);
    texts[key] = value.get<std::string>();
  }
  return texts;
}

// The tensors must cover the data part without holes or overlaps, so that no byte is unaccounted
// for and no two tensors can share memory.
void check_cover(std::vector<StoredTensor>& entries, uint64_t data_size) {
  std::sort(entries.begin(), entries.end(), [](const StoredTensor& a, const StoredTensor& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  uint64_t at = 0;
  for (const StoredTensor& entry : entries) {
    if (entry.begin != at) {
      refuse("tensor '{}' starts at {}, expected {} ({})", entry.name, entry.begin, at,
             entry.begin > at ? "a hole" : "an overlap");
    }
    at = entry.end;
  }
  if (at != data_size) {
    refuse("the tensors take {} bytes, the file holds {}", at, data_size);
  }
}

}  // namespace

uint64_t header_length(std::string_view first_bytes, uint64_t file_size) {
  if (first_bytes.size() < kLengthBytes) {
    refuse("{} bytes, too short for the header's length", first_bytes.size());
  }
  uint64_t length = 0;
  std::memcpy(&length, first_bytes.data(), kLengthBytes);
  if (length > kMaxHeader) refuse("header of {} bytes, limit {}", length, kMaxHeader);
  if (length > file_size - kLengthBytes) {
    refuse("header of {} bytes in a file of {}", length, file_size);
  }
  return length;
}

SafetensorsHeader parse_header(std::string_view text, uint64_t data_size) {
  if (!text.starts_with('{')) refuse("the header does not start with '{{'");
  const auto json = parse_object(text, "safetensors header");
  SafetensorsHeader header;
  for (const auto& [name, value] : json.items()) {
    if (name == kMetadata) {
      header.metadata = metadata_of(value);
    } else {
      header.tensors.push_back(parse_entry(name, value));
    }
  }
  check_cover(header.tensors, data_size);
  return header;
}

void check_values(const StoredTensor& tensor, std::string_view bytes) {
  if (tensor.type == torch::kBool &&
      std::any_of(bytes.begin(), bytes.end(), [](char byte) { return byte != 0 && byte != 1; })) {
    refuse("tensor '{}': a BOOL that is neither 0 nor 1", tensor.name);
  }
}

}  // namespace gradus::checkpoint
