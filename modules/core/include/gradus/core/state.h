/// What an object remembers, as named tensors: the form in which checkpoints keep it.
#pragma once
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace gradus {

/// Tensors by name; numbers and texts are tensors too, so that they come back bit for bit.
using StateMap = std::map<std::string, torch::Tensor>;

torch::Tensor number_state(double value);
torch::Tensor integer_state(int64_t value);
torch::Tensor text_state(std::string_view text);

/// Read them back. Throw `CheckpointError` where `name` is missing or of another kind.
double state_number(const StateMap& state, const std::string& name);
int64_t state_integer(const StateMap& state, const std::string& name);
std::string state_text(const StateMap& state, const std::string& name);
/// A defined tensor; throws `CheckpointError` where `name` is missing.
const torch::Tensor& state_tensor(const StateMap& state, const std::string& name);

/// Copies `part` into `whole`, each name with `prefix` before it, and takes it out again.
void add_state(StateMap& whole, const std::string& prefix, const StateMap& part);
StateMap state_with_prefix(const StateMap& whole, const std::string& prefix);

}  // namespace gradus
