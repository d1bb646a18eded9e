/// A history as tensors.
#pragma once
#include "gradus/core/state.h"
#include "gradus/training/history.h"

namespace gradus::training {

/// "numbers", float64 [epochs, columns], and "columns", their names.
StateMap history_state(const History& history);

/// Throws `CheckpointError` for tensors that are not a history.
History history_of(const StateMap& state);

}  // namespace gradus::training
