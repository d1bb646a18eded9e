/// What `gradus export` writes into a safetensors file beside the tensors, read back.
#pragma once
#include "gradus/checkpoint/saved_model.h"

#include <map>
#include <string>

namespace gradus::cli {

/// Whether the file is of `gradus export`.
bool has_network_metadata(const std::map<std::string, std::string>& metadata);

/// All but the tensors. Not trusted: throws `CheckpointError` for missing or unusable entries and
/// newer versions.
checkpoint::SavedModel saved_from_metadata(const std::map<std::string, std::string>& metadata);

}  // namespace gradus::cli
