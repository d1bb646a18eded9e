// What the numbers in names tell of stacks, as torch.nn.Sequential is: the order of use, and where
// something without tensors stands.
#pragma once
#include "tensor_group.h"

#include <cstddef>
#include <vector>

namespace gradus::interop {

/// `theirs[places[i]]` is taken for `ours[i]`. Throws `CheckpointError` where the file has
/// something between two modules, as an activation before a normalisation, or has them the other
/// way round, and the model one directly behind the other.
void check_stacks(const std::vector<TensorGroup>& theirs, const std::vector<TensorGroup>& ours,
                  const std::vector<size_t>& places);

}  // namespace gradus::interop
