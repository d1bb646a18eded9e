/// The header of a safetensors file, read without trust.
#pragma once
#include "gradus/checkpoint/safetensors_file.h"
#include "gradus/core/error.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::checkpoint {

inline constexpr size_t kLengthBytes = 8;            // of the header's length
inline constexpr uint64_t kMaxHeader = 100'000'000;  // the reference implementation's own limit
inline constexpr const char* kMetadata = "__metadata__";  // what no tensor may be called

struct TypeName {
  torch::ScalarType type;
  const char* name;
};
// Widest first: written in this order, every tensor's data is aligned to its own element size.
inline constexpr TypeName kTypes[] = {{torch::kFloat64, "F64"}, {torch::kInt64, "I64"},
                                      {torch::kFloat32, "F32"}, {torch::kInt32, "I32"},
                                      {torch::kFloat16, "F16"}, {torch::kBFloat16, "BF16"},
                                      {torch::kInt16, "I16"},   {torch::kInt8, "I8"},
                                      {torch::kUInt8, "U8"},    {torch::kBool, "BOOL"}};

template <typename... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw CheckpointError("safetensors: {}", fmt::format(format, std::forward<Args>(args)...));
}

struct SafetensorsHeader {
  std::vector<StoredTensor> tensors;  ///< in the order of their data, which they cover wholly
  std::map<std::string, std::string> metadata;
};

/// The header's length, of the file's first `kLengthBytes` (or fewer). Throws `CheckpointError`
/// where a file of `file_size` bytes cannot have such a header.
uint64_t header_length(std::string_view first_bytes, uint64_t file_size);

/// Throws `CheckpointError` for whatever breaks the format; `data_size` is what follows the header.
SafetensorsHeader parse_header(std::string_view text, uint64_t data_size);

/// Throws `CheckpointError` for a BOOL that is neither 0 nor 1, which is undefined behaviour to
/// read.
void check_values(const StoredTensor& tensor, std::string_view bytes);

}  // namespace gradus::checkpoint
