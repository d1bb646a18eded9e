#include "gradus/checkpoint/safetensors.h"

#include "safetensors_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

namespace gradus::checkpoint {
namespace {

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

torch::Tensor copy_out(const StoredTensor& stored, std::string_view data) {
  const auto bytes = data.substr(stored.begin, stored.end - stored.begin);
  check_values(stored, bytes);
  auto tensor = torch::empty(stored.shape, stored.type);
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
  const auto length = header_length(bytes.substr(0, kLengthBytes), bytes.size());
  const std::string_view data = bytes.substr(kLengthBytes + length);
  TensorMap tensors;
  for (const auto& stored : parse_header(bytes.substr(kLengthBytes, length), data.size()).tensors) {
    tensors.emplace(stored.name, copy_out(stored, data));
  }
  return tensors;
}

}  // namespace gradus::checkpoint
