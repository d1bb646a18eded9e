/// data.json in a run folder: which data the run was trained on.
#pragma once
#include "data_flags.h"
#include "gradus/data/manifest.h"

#include <filesystem>
#include <future>
#include <string>

namespace gradus::cli {

/// Hashes files and tensors and writes `folder`/data.json, all in a thread of its own beside the
/// training; `get` waits for it, and throws what writing threw. The parts share their tensors with
/// the thread: nobody may change them meanwhile. `request` is what --data said.
std::future<void> begin_manifest(const std::filesystem::path& folder, const std::string& request,
                                 const DataParts& parts);

/// For a training that goes on: throws `DataError` where data.json in `folder` tells of other
/// examples than these. Nothing where there is none yet. Throws `CheckpointError` for a file that
/// is no such document.
void check_manifest(const std::filesystem::path& folder, const std::string& request,
                    const DataParts& parts);

/// For a measurement of a run's own data: throws `DataError` where data.json in `folder` tells of
/// other examples in the part `name` (train, validation or test), which may then be among those
/// trained on. Nothing where there is no data.json. `request` is what --data said.
void check_part(const std::filesystem::path& folder, const std::string& request,
                const std::string& name, const data::Dataset& part);

/// The document, with a line's end; documented in docs/json.md.
std::string manifest_json(const std::string& request, const data::Manifest& manifest);

}  // namespace gradus::cli
