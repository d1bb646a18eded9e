/// data.json in a run folder: which data the run was trained on.
#pragma once
#include "data_flags.h"
#include "gradus/data/manifest.h"

#include <future>
#include <string>

namespace gradus::cli {

/// Hashes files and tensors in a thread of its own, beside the training; `get` waits for it. The
/// parts share their tensors with the thread: nobody may change them meanwhile.
std::future<data::Manifest> begin_manifest(const DataParts& parts);

/// The document, with a line's end; documented in docs/json.md. `request` is what --data said.
std::string manifest_json(const std::string& request, const data::Manifest& manifest);

}  // namespace gradus::cli
