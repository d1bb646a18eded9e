#include "tensor_record.h"

#include "refuse.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace gradus::interop {
namespace {

using Kind = PickleNode::Kind;

struct KnownType {
  std::string_view storage;
  torch::ScalarType type;
};
// Those of safetensors, for what is trained in one form is kept in the other.
constexpr KnownType kTypes[] = {
    {"DoubleStorage", torch::kFloat64}, {"FloatStorage", torch::kFloat32},
    {"HalfStorage", torch::kFloat16},   {"BFloat16Storage", torch::kBFloat16},
    {"LongStorage", torch::kInt64},     {"IntStorage", torch::kInt32},
    {"ShortStorage", torch::kInt16},    {"CharStorage", torch::kInt8},
    {"ByteStorage", torch::kUInt8},     {"BoolStorage", torch::kBool}};
constexpr size_t kMaxDimensions = 64;  // LibTorch's

[[noreturn]] void refuse_type(const std::string& name, std::string_view type) {
  refuse(
      "tensor {} has type {}: expected float64, float32, float16, bfloat16, int64, int32, "
      "int16, int8, uint8 or bool",
      shown(name), type);
}

torch::ScalarType scalar_type(const std::string& name, std::string_view storage) {
  const auto* at = std::ranges::find(kTypes, storage, &KnownType::storage);
  if (at == std::end(kTypes)) refuse_type(name, storage);
  return at->type;
}

std::vector<int64_t> whole_numbers(const std::string& name, const PickleValue& tuple) {
  std::vector<int64_t> numbers;
  for (const auto& item : node_of(tuple, Kind::kTuple)->items) {
    const auto* number = std::get_if<int64_t>(&item);
    if (number == nullptr || *number < 0) {
      refuse("tensor {}: sizes and strides must be whole numbers of at least 0", shown(name));
    }
    numbers.push_back(*number);
  }
  return numbers;
}

/// Nothing on overflow. Zeros count as ones on the way, because LibTorch multiplies the others.
std::optional<int64_t> product(const std::vector<int64_t>& sizes) {
  int64_t all = 1;
  for (const int64_t size : sizes) {
    if (__builtin_mul_overflow(all, std::max<int64_t>(size, 1), &all)) return std::nullopt;
  }
  return std::ranges::find(sizes, 0) != sizes.end() ? 0 : all;
}

/// One beyond the last value of a view that has some; nothing on overflow.
std::optional<int64_t> end_of(const TensorRecord& view) {
  int64_t last = view.offset;
  for (size_t i = 0; i < view.sizes.size(); ++i) {
    int64_t step = 0;
    if (__builtin_mul_overflow(view.sizes[i] - 1, view.strides[i], &step) ||
        __builtin_add_overflow(last, step, &last)) {
      return std::nullopt;
    }
  }
  if (__builtin_add_overflow(last, 1, &last)) return std::nullopt;
  return last;
}

void check_bounds(TensorRecord& view) {
  const auto& name = view.name;
  if (view.sizes.size() != view.strides.size() || view.sizes.size() > kMaxDimensions) {
    refuse("tensor {}: {} sizes and {} strides", shown(name), view.sizes.size(),
           view.strides.size());
  }
  if (view.offset < 0 || view.count < 0) refuse("tensor {}: a count below 0", shown(name));
  const auto numel = product(view.sizes);
  if (!numel)
    refuse("tensor {}: sizes [{}] are too large", shown(name), fmt::join(view.sizes, ", "));
  view.numel = *numel;
  if (view.numel == 0) return;
  const auto end = end_of(view);
  if (!end || *end > view.count) {
    refuse("tensor {}: sizes [{}], strides [{}] from {} on reach beyond the {} values of record {}",
           shown(name), fmt::join(view.sizes, ", "), fmt::join(view.strides, ", "), view.offset,
           view.count, shown(view.record));
  }
}

// `conj` and `neg`: the values are not as they are stored.
void check_metadata(const std::string& name, const PickleNode& tensor) {
  constexpr size_t kMetadata = 6;
  if (tensor.items.size() <= kMetadata) return;
  const auto& metadata = tensor.items[kMetadata];
  const auto* dictionary = node_of(metadata, Kind::kDict);
  if (std::holds_alternative<PickleNone>(metadata)) return;
  if (dictionary == nullptr || !dictionary->items.empty()) {
    refuse("tensor {} is a lazily negated or conjugated one: save its resolve_neg()", shown(name));
  }
}

}  // namespace

TensorRecord tensor_record(const std::string& name, const PickleNode& tensor) {
  check_metadata(name, tensor);
  const auto& storage = node_of(tensor.items[0], Kind::kStorage)->items;
  const auto type = std::get<StorageType>(storage[0]).name;
  TensorRecord record{name,
                      fmt::format("data/{}", std::get<std::string_view>(storage[1])),
                      scalar_type(name, type),
                      std::get<int64_t>(storage[2]),
                      std::get<int64_t>(tensor.items[1]),
                      whole_numbers(name, tensor.items[2]),
                      whole_numbers(name, tensor.items[3]),
                      0};
  check_bounds(record);
  return record;
}

void check_state_type(const std::string& name, torch::ScalarType type) {
  if (std::ranges::find(kTypes, type, &KnownType::type) == std::end(kTypes)) {
    refuse_type(name, torch::toString(type));
  }
}

}  // namespace gradus::interop
