/// What is in the tensors of a file, in numbers.
#pragma once
#include "gradus/checkpoint/safetensors_file.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::cli {

/// Over the finite values; NaN where there is none.
struct TensorStatistics {
  int64_t values = 0, zeros = 0, non_finite = 0;
  double min, mean, max, deviation;  ///< the last of the whole, not of a sample (divided by n)
};

/// Reads a piece of the tensor at a time, so that memory is bounded whatever its size.
TensorStatistics statistics_of(const checkpoint::SafetensorsFile& file,
                               const checkpoint::StoredTensor& tensor);

/// A table of the file's tensors, and the same for JSON (docs/json.md).
std::string tensor_table(const checkpoint::SafetensorsFile& file);
nlohmann::ordered_json tensors_json(const checkpoint::SafetensorsFile& file);

}  // namespace gradus::cli
