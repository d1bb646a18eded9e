/// What shapes do not tell of an import.
#pragma once
#include "gradus/interop/name_map.h"
#include "imported_network.h"

#include <string>

namespace gradus::cli {

/// The layers of a torch.nn.Sequential are numbered by their places, so that nothing stands between
/// `0` and `1`. Throws `CheckpointError` where our mlp has an activation there, unless that is
/// identity or --map says so; `layers.0` and `layers.1` may be a ModuleList whose forward() has
/// one, and get a note.
void check_activations(const ImportRequest& request, const interop::NameMap& map,
                       ImportedNetwork& network);

/// Whether the tensor would fit if its rows were its columns.
bool is_transposed(const interop::MappedTensor& tensor);

/// What to do about what does not fit, behind a semicolon; empty where nothing is known.
std::string misfit_hint(const interop::NameMap& map);

}  // namespace gradus::cli
