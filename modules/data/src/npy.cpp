#include "gradus/data/npy.h"

#include "gradus/core/error.h"
#include "npy_header.h"

#include <algorithm>

namespace gradus::data {
namespace {

torch::ScalarType scalar_type(NpyType type) {
  switch (type) {
    case NpyType::kFloat32:
      return torch::kFloat32;
    case NpyType::kFloat64:
      return torch::kFloat64;
    case NpyType::kUInt8:
      return torch::kUInt8;
    case NpyType::kInt32:
      return torch::kInt32;
    case NpyType::kInt64:
      return torch::kInt64;
    case NpyType::kBool:
      return torch::kBool;
  }
  throw RunError("a type of .npy values without a tensor type");
}

}  // namespace

torch::Tensor read_npy(const std::filesystem::path& path) {
  InputFile file(path);
  auto header = read_npy_header(file);
  require_memory(file.path(), header.value_bytes);
  // In Fortran order the first index runs fastest: the reversed array in C order.
  if (header.fortran_order) std::ranges::reverse(header.shape);
  const bool boolean = header.type == NpyType::kBool;
  auto values = torch::empty(header.shape, boolean ? torch::kUInt8 : scalar_type(header.type));
  const auto got = file.read(values.data_ptr(), header.value_bytes);
  if (got != header.value_bytes) {
    throw DataError("{}: cut short while it was read: {} of {} bytes", file.path(), got,
                    header.value_bytes);
  }
  // A byte other than 0 and 1 would be no valid bool.
  if (boolean) values = values.ne(0);
  if (!header.fortran_order) return values;
  std::vector<int64_t> reversed;
  for (auto i = values.dim(); i > 0; --i) reversed.push_back(i - 1);
  return values.permute(reversed).contiguous();
}

}  // namespace gradus::data
