#include "fused_rows.h"

#include "gradus/core/error.h"
#include "target_check.h"

namespace gradus::engine {
namespace {

void check_features(const torch::Tensor& inputs, int64_t features) {
  const int64_t rows = inputs.dim() == 0 ? 0 : inputs.size(0);
  if (inputs.dim() >= 2 && inputs.numel() == rows * features) return;
  throw DataError("inputs of {} numbers a row do not fit a model of {} input features",
                  rows == 0 ? 0 : inputs.numel() / rows, features);
}

/// A class outside the model's would be read and written outside the memory.
void check_classes(const torch::Tensor& classes, int64_t outputs) {
  if (classes.numel() > 0)
    check_class_range(classes.min().item<int64_t>(), classes.max().item<int64_t>(), outputs);
}

}  // namespace

template <typename T>
torch::Tensor fused_inputs(const torch::Tensor& inputs, int64_t features) {
  check_features(inputs, features);
  constexpr auto kType = torch::CppTypeToScalarType<T>::value;
  if (inputs.scalar_type() == kType && inputs.is_contiguous()) return inputs;
  const auto numbers = inputs.to(kType).contiguous();
  return inputs.scalar_type() == torch::kUInt8 ? numbers / 255 : numbers;
}
template torch::Tensor fused_inputs<float>(const torch::Tensor&, int64_t);
template torch::Tensor fused_inputs<double>(const torch::Tensor&, int64_t);

template <typename T>
FusedRows<T>::FusedRows(const EpochRows& rows, int64_t features, int64_t outputs, bool convert)
    : order_(rows.order.contiguous()), batch_size_(rows.batch_size) {
  check_features(rows.inputs, features);
  const auto type = rows.inputs.scalar_type();
  const bool readable = type == torch::kUInt8 || type == torch::kFloat32;
  inputs_ =
      convert || !readable ? fused_inputs<T>(rows.inputs, features) : rows.inputs.contiguous();
  if (rows.targets.scalar_type() == torch::kInt64) {
    check_classes(rows.targets, outputs);
    classes_ = rows.targets.contiguous();
    return;
  }
  check_columns(rows.targets, outputs);
  values_ = rows.targets.to(torch::CppTypeToScalarType<T>::value).contiguous();
}

template <typename T>
BatchRows<T> FusedRows<T>::batch(int64_t index) const {
  const int64_t begin = index * batch_size_;
  BatchRows<T> batch;
  batch.inputs = inputs_.const_data_ptr();
  batch.input_type = inputs_.scalar_type();
  batch.order = order_.const_data_ptr<int64_t>() + begin;
  if (classes_.defined()) batch.targets.classes = classes_.const_data_ptr<int64_t>();
  if (values_.defined()) batch.targets.values = values_.const_data_ptr<T>();
  batch.rows = std::min(batch_size_, inputs_.size(0) - begin);
  return batch;
}

template class FusedRows<float>;
template class FusedRows<double>;

}  // namespace gradus::engine
