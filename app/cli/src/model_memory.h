/// Whether a model can be trained on this machine, before it takes memory.
#pragma once
#include "gradus/core/settings.h"
#include "gradus/models/registry.h"

namespace gradus::cli {

/// Throws `UsageError` with both sizes where weights, gradients and two moments of the optimizer
/// of fully connected layers (the model's `hidden`) are more than this machine's memory available.
/// Models without `hidden` are not judged. On a GPU as well: weights are made on the processor.
void require_memory_for(const NamedSettings& model, models::ModelShape shape);

}  // namespace gradus::cli
