/// What stands before the values of a .npy file.
#pragma once
#include "input_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::data {

enum class NpyType { kFloat32, kFloat64, kUInt8, kInt32, kInt64, kBool };

struct NpyHeader {
  NpyType type = NpyType::kFloat32;
  bool fortran_order = false;
  std::vector<int64_t> shape;  ///< empty for a single value
  uint64_t value_bytes = 0;    ///< of all values, checked against the file's size
};

/// Reads up to the first value. Throws `DataError` for what is no .npy file, is broken, or holds
/// what `read_npy` does not read.
NpyHeader read_npy_header(InputFile& file);

}  // namespace gradus::data
