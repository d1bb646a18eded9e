/// What an exported safetensors file says of its network, so that `gradus import` knows all again.
#pragma once
#include "gradus/checkpoint/saved_model.h"

#include <map>
#include <string>

namespace gradus::cli {

/// `format` = `pt`, which other readers of the format want, and `gradus.*`: texts as they are,
/// numbers, lists and dictionaries as JSON (docs/python.md lists them).
std::map<std::string, std::string> export_metadata(const checkpoint::SavedModel& saved);

}  // namespace gradus::cli
