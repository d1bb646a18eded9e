/// Tensors as bytes in the safetensors format (github.com/huggingface/safetensors): 8 bytes of
/// little-endian header length, a JSON header, then the data. Nothing in it can run code, and
/// Python reads it directly.
#pragma once
#include <torch/types.h>

#include <map>
#include <string>
#include <string_view>

namespace gradus::checkpoint {

/// Tensors by name.
using TensorMap = std::map<std::string, torch::Tensor>;

/// Serialises tensors of any device and stride. dtypes: float64, float32, float16, bfloat16, int64,
/// int32, int16, int8, uint8, bool; others, and names that are not UTF-8, throw `CheckpointError`.
std::string to_safetensors(const TensorMap& tensors,
                           const std::map<std::string, std::string>& metadata = {});

/// Reads them back as contiguous CPU tensors that own their memory. The bytes are not trusted:
/// whatever breaks the format (lengths, offsets, holes, overlaps, shapes, types, repeated names)
/// throws `CheckpointError`, and no more memory is taken than a small multiple of `bytes.size()`.
TensorMap from_safetensors(std::string_view bytes);

}  // namespace gradus::checkpoint
