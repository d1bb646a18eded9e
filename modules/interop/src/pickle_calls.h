/// What stands in a pickle where Python would call a function.
#pragma once
#include "pickle_value.h"

#include <deque>

namespace gradus::interop {

/// REDUCE: what `function` makes of `arguments`, a tuple. Throws `CheckpointError` where they do
/// not fit each other.
PickleValue pickle_call(const PickleValue& function, const PickleValue& arguments,
                        std::deque<PickleNode>& nodes);

/// BINPERSID: the storage that PyTorch's tuple names.
PickleValue pickle_storage(const PickleValue& id, std::deque<PickleNode>& nodes);

/// BUILD: a dictionary keeps its attributes (`_metadata`) to itself; nothing else may have some.
void check_pickle_attributes(const PickleValue& target);

}  // namespace gradus::interop
