#include "numbers.h"

namespace gradus::engine {

torch::ScalarType number_type(const torch::nn::Module& model) {
  const auto parameters = model.parameters();
  if (parameters.empty()) return torch::kFloat32;
  const auto type = parameters.front().scalar_type();
  for (const auto& parameter : parameters)
    if (parameter.scalar_type() != type) return torch::ScalarType::Undefined;
  return type;
}

torch::Tensor as_numbers(const torch::Tensor& values, torch::ScalarType type) {
  const bool known = type != torch::ScalarType::Undefined;
  if (values.scalar_type() == torch::kUInt8)
    return values.to(known ? type : torch::kFloat32).div_(255);
  return known && values.is_floating_point() ? values.to(type) : values;
}

}  // namespace gradus::engine
