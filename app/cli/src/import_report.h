/// What `gradus import` says of the tensors of a file.
#pragma once
#include "gradus/interop/name_map.h"
#include "imported_network.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gradus::cli {

/// A line a tensor: name, shape and type in the file, name and shape in the model, and what does
/// not fit.
std::string import_table(const interop::NameMap& map);

/// Documented in docs/json.md; without the run.
nlohmann::ordered_json import_json(const ImportRequest& request, const ImportedNetwork& network,
                                   const interop::NameMap& map);

}  // namespace gradus::cli
