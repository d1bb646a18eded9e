/// How an imported network's inputs were scaled.
#pragma once
#include "gradus/checkpoint/saved_model.h"

#include <filesystem>

namespace gradus::cli {

/// As `data::Standardization` keeps it: of `file` or, where that is empty, one that changes
/// nothing. A mean of one number is for all inputs. Throws `CheckpointError` for tensors that are
/// missing, unusable, or not of the network's sizes.
checkpoint::TensorMap import_standardization(const std::filesystem::path& file,
                                             const checkpoint::SavedModel& saved);

}  // namespace gradus::cli
