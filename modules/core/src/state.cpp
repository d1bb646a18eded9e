#include "gradus/core/state.h"

#include "gradus/core/error.h"

#include <cstring>

namespace gradus {
namespace {

const torch::Tensor& scalar(const StateMap& state, const std::string& name,
                            torch::ScalarType type) {
  const auto& tensor = state_tensor(state, name);
  if (tensor.scalar_type() != type || tensor.numel() != 1) {
    throw CheckpointError("'{}' is {} of {} values, expected one of {}", name,
                          torch::toString(tensor.scalar_type()), tensor.numel(),
                          torch::toString(type));
  }
  return tensor;
}

}  // namespace

torch::Tensor number_state(double value) {
  return torch::full({}, value, torch::kFloat64);
}

torch::Tensor integer_state(int64_t value) {
  return torch::full({}, value, torch::kInt64);
}

torch::Tensor text_state(std::string_view text) {
  auto tensor = torch::empty({static_cast<int64_t>(text.size())}, torch::kUInt8);
  if (!text.empty()) std::memcpy(tensor.mutable_data_ptr(), text.data(), text.size());
  return tensor;
}

double state_number(const StateMap& state, const std::string& name) {
  return scalar(state, name, torch::kFloat64).item<double>();
}

int64_t state_integer(const StateMap& state, const std::string& name) {
  return scalar(state, name, torch::kInt64).item<int64_t>();
}

std::string state_text(const StateMap& state, const std::string& name) {
  const auto& tensor = state_tensor(state, name);
  if (tensor.scalar_type() != torch::kUInt8 || tensor.dim() != 1) {
    throw CheckpointError("'{}' is {} with {} dimensions, expected a text of bytes", name,
                          torch::toString(tensor.scalar_type()), tensor.dim());
  }
  const auto bytes = tensor.cpu().contiguous();
  return {static_cast<const char*>(bytes.const_data_ptr()), static_cast<size_t>(bytes.numel())};
}

const torch::Tensor& state_tensor(const StateMap& state, const std::string& name) {
  const auto found = state.find(name);
  if (found == state.end() || !found->second.defined()) {
    throw CheckpointError("the checkpoint lacks '{}'", name);
  }
  return found->second;
}

void add_state(StateMap& whole, const std::string& prefix, const StateMap& part) {
  for (const auto& [name, tensor] : part) whole[prefix + name] = tensor;
}

StateMap state_with_prefix(const StateMap& whole, const std::string& prefix) {
  StateMap part;
  for (auto it = whole.lower_bound(prefix); it != whole.end() && it->first.starts_with(prefix);
       ++it)
    part[it->first.substr(prefix.size())] = it->second;
  return part;
}

}  // namespace gradus
