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

torch::Tensor number_state(double value);         ///< scalar float64
torch::Tensor integer_state(int64_t value);       ///< scalar int64
torch::Tensor text_state(std::string_view text);  ///< [bytes] uint8

/// Reads a `number_state` back. Throws `CheckpointError` where `name` is missing or of another
/// kind.
double state_number(const StateMap& state, const std::string& name);
/// Reads an `integer_state` back; throws likewise.
int64_t state_integer(const StateMap& state, const std::string& name);
/// Reads a `text_state` back; throws likewise.
std::string state_text(const StateMap& state, const std::string& name);
/// A defined tensor; throws `CheckpointError` where `name` is missing.
const torch::Tensor& state_tensor(const StateMap& state, const std::string& name);

/// Copies `part` into `whole`, each name with `prefix` before it.
void add_state(StateMap& whole, const std::string& prefix, const StateMap& part);
/// Takes such a part out again: what has `prefix` before its name, without it. May be empty.
StateMap state_with_prefix(const StateMap& whole, const std::string& prefix);

}  // namespace gradus
