#include "gradus/checkpoint/safetensors.h"

#include "gradus/core/error.h"
#include "json.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

namespace gradus::checkpoint {
namespace {

static_assert(std::endian::native == std::endian::little, "the data part is little-endian");

constexpr size_t kLengthBytes = 8;
constexpr uint64_t kMaxHeader = 100'000'000;  // the reference implementation's own limit
constexpr size_t kMaxDimensions = 64;         // LibTorch's
constexpr const char* kMetadata = "__metadata__";

struct TypeName {
  torch::ScalarType type;
  const char* name;
};
// Widest first: written in this order, every tensor's data is aligned to its own element size.
constexpr TypeName kTypes[] = {{torch::kFloat64, "F64"}, {torch::kInt64, "I64"},
                               {torch::kFloat32, "F32"}, {torch::kInt32, "I32"},
                               {torch::kFloat16, "F16"}, {torch::kBFloat16, "BF16"},
                               {torch::kInt16, "I16"},   {torch::kInt8, "I8"},
                               {torch::kUInt8, "U8"},    {torch::kBool, "BOOL"}};

template <typename... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw CheckpointError("safetensors: {}", fmt::format(format, std::forward<Args>(args)...));
}

// --- writing ---

size_t type_rank(const std::string& name, const torch::Tensor& tensor) {
  if (!tensor.defined()) refuse("tensor '{}' is undefined", name);
  for (size_t i = 0; i < std::size(kTypes); ++i) {
    if (kTypes[i].type == tensor.scalar_type()) return i;
  }
  refuse("tensor '{}' has type {}, which cannot be stored", name,
         torch::toString(tensor.scalar_type()));
}

struct Placed {
  std::string name;
  torch::Tensor tensor;  // contiguous, on the CPU
  size_t type;           // index into kTypes
};

std::vector<Placed> in_file_order(const TensorMap& tensors) {
  std::vector<Placed> order;
  for (const auto& [name, tensor] : tensors) {
    if (name == kMetadata) refuse("a tensor cannot be named '{}'", name);
    const size_t type = type_rank(name, tensor);
    order.push_back({name, tensor.detach().to(torch::kCPU).contiguous(), type});
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Placed& a, const Placed& b) { return a.type < b.type; });
  return order;
}

std::string header_text(const nlohmann::json& header) {
  std::string text;
  try {
    text = header.dump();
  } catch (const nlohmann::json::type_error&) {
    refuse("a tensor's name or the metadata is not UTF-8");
  }
  // The data part starts on a multiple of 8; the format pads the header with blanks.
  text.append((8 - text.size() % 8) % 8, ' ');
  if (text.size() > kMaxHeader) {
    refuse("the header would take {} bytes, limit {}", text.size(), kMaxHeader);
  }
  return text;
}

// --- reading ---

struct Entry {
  std::string name;
  torch::ScalarType type;
  std::vector<int64_t> shape;
  uint64_t begin, end;  // in the data part
};

std::string_view header_of(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) {
    refuse("{} bytes, too short for the header's length", bytes.size());
  }
  uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeader) refuse("header of {} bytes, limit {}", length, kMaxHeader);
  if (length > bytes.size() - kLengthBytes) {
    refuse("header of {} bytes in a file of {}", length, bytes.size());
  }
  return bytes.substr(kLengthBytes, length);
}

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

Entry parse_entry(const std::string& name, const nlohmann::json& value) {
  if (!value.is_object() || value.size() != 3 || !value.contains("dtype") ||
      !value.contains("shape") || !value.contains("data_offsets")) {
    refuse("tensor '{}': expected dtype, shape and data_offsets", name);
  }
  const auto& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) {
    refuse("tensor '{}': data_offsets must be two numbers", name);
  }
  Entry entry{name, type_of(value["dtype"], name), shape_of(value["shape"], name),
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

void check_metadata(const nlohmann::json& metadata) {
  if (!metadata.is_object()) refuse("{} must be an object", kMetadata);
  for (const auto& [key, value] : metadata.items()) {
    if (!value.is_string()) refuse("{}: the value of '{}' must be a text", kMetadata, key);
  }
}

// The tensors must cover the data part without holes or overlaps, so that no byte is unaccounted
// for and no two tensors can share memory.
void check_cover(std::vector<Entry>& entries, uint64_t data_size) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  uint64_t at = 0;
  for (const Entry& entry : entries) {
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

torch::Tensor copy_out(const Entry& entry, std::string_view data) {
  const auto bytes = data.substr(entry.begin, entry.end - entry.begin);
  // A bool that is neither 0 nor 1 is undefined behaviour to read.
  if (entry.type == torch::kBool &&
      std::any_of(bytes.begin(), bytes.end(), [](char byte) { return byte != 0 && byte != 1; })) {
    refuse("tensor '{}': a BOOL that is neither 0 nor 1", entry.name);
  }
  auto tensor = torch::empty(entry.shape, entry.type);
  if (!bytes.empty()) std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
  return tensor;
}

}  // namespace

std::string to_safetensors(const TensorMap& tensors,
                           const std::map<std::string, std::string>& metadata) {
  nlohmann::json header = nlohmann::json::object();
  if (!metadata.empty()) header[kMetadata] = metadata;
  const auto order = in_file_order(tensors);
  uint64_t size = 0;
  for (const auto& [name, tensor, type] : order) {
    const uint64_t end = size + tensor.nbytes();
    header[name] = {{"dtype", kTypes[type].name},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {size, end}}};
    size = end;
  }
  const std::string text = header_text(header);

  const uint64_t length = text.size();
  std::string result(reinterpret_cast<const char*>(&length), kLengthBytes);
  result.reserve(kLengthBytes + text.size() + size);
  result += text;
  for (const auto& [name, tensor, type] : order) {
    if (tensor.nbytes() > 0) {
      result.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
    }
  }
  return result;
}

TensorMap from_safetensors(std::string_view bytes) {
  const std::string_view text = header_of(bytes);
  const std::string_view data = bytes.substr(kLengthBytes + text.size());
  if (!text.starts_with('{')) refuse("the header does not start with '{{'");
  const auto header = parse_object(text, "safetensors header");

  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == kMetadata) {
      check_metadata(value);
    } else {
      entries.push_back(parse_entry(name, value));
    }
  }
  check_cover(entries, data.size());
  TensorMap tensors;
  for (const Entry& entry : entries) tensors.emplace(entry.name, copy_out(entry, data));
  return tensors;
}

}  // namespace gradus::checkpoint
