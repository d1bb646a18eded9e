#include "gradus/interop/tensor_file.h"

#include "gradus/checkpoint/safetensors_file.h"
#include "gradus/core/error.h"
#include "gradus/interop/state_dict.h"
#include "memory_check.h"
#include "tensor_group.h"

#include <algorithm>
#include <fstream>

namespace gradus::interop {
namespace {

namespace fs = std::filesystem;

/// The first bytes of a regular file. Links are followed: model caches are made of them.
std::string first_bytes(const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (!fs::exists(status)) throw CheckpointError("'{}' does not exist", file.string());
  if (fs::is_directory(status)) {
    throw CheckpointError("'{}' is a folder: expected a .safetensors or .pt file", file.string());
  }
  if (!fs::is_regular_file(status)) throw CheckpointError("'{}' is no regular file", file.string());
  constexpr size_t kEnough = 9;
  std::string bytes(kEnough, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw CheckpointError("'{}' cannot be read", file.string());
  stream.read(bytes.data(), kEnough);
  bytes.resize(static_cast<size_t>(stream.gcount()));
  return bytes;
}

/// A JSON object after eight bytes of length, which may be any: this is asked first.
bool is_safetensors(const std::string& bytes) {
  return bytes.size() == 9 && bytes.back() == '{';
}

/// A zip archive, or the pickle that PyTorch wrote before 1.6.
bool is_torch_file(const std::string& bytes) {
  return bytes.starts_with("PK") || bytes.starts_with('\x80');
}

TensorFile read_safetensors(const fs::path& path) {
  const checkpoint::SafetensorsFile file(path);
  uint64_t bytes = 0;  // at most the file's size
  for (const auto& stored : file.tensors()) bytes += stored.end - stored.begin;
  require_memory(fmt::format("'{}': its tensors", path.string()), bytes);
  TensorFile result;
  for (const auto& stored : file.tensors()) {
    result.tensors.emplace_back(stored.name,
                                file.read(stored, 0, stored.numel()).view(stored.shape));
  }
  std::ranges::sort(result.tensors, natural_less, &NamedTensors::value_type::first);
  result.metadata = file.metadata();
  return result;
}

}  // namespace

TensorFile read_tensor_file(const fs::path& file, const std::string& key) {
  const auto bytes = first_bytes(file);
  const auto path = fs::canonical(file);
  TensorFile result;
  if (is_safetensors(bytes) || (file.extension() == ".safetensors" && !is_torch_file(bytes))) {
    if (!key.empty()) {
      throw UsageError("--key {}: '{}' is a safetensors file, which holds no dictionaries", key,
                       file.string());
    }
    result = read_safetensors(path);
  } else if (is_torch_file(bytes)) {
    result = {read_state_dict(path, key), true, {}};
  } else {
    throw CheckpointError(
        "'{}' is neither a safetensors file nor one of torch.save: expected the state_dict() of a "
        "network, saved by either",
        file.string());
  }
  if (result.tensors.empty()) throw CheckpointError("'{}' holds no tensors", file.string());
  return result;
}

}  // namespace gradus::interop
