// Whole modules of a file as those of a model.
#pragma once
#include "name_match.h"
#include "tensor_group.h"

namespace gradus::interop {

/// Adds the tensors that both have.
void add_module(Matches& matches, const TensorGroup& theirs, const TensorGroup& ours);
/// Adds counters, which go with the modules that are matched.
void add_counters(Matches& matches, const NamedTensors& theirs, const NamedTensors& ours);

/// For telling what does not fit: module by module those that are most alike.
Matches align(const NamedTensors& theirs, const NamedTensors& ours);

}  // namespace gradus::interop
