/// The file of an import, and what lies beside it.
#pragma once
#include "gradus/interop/tensor_file.h"
#include "import_request.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::cli {

/// Without the tensors that --map leaves out. Throws `CheckpointError` for the model of a run or
/// checkpoint of gradus, which is more than its tensors; `UsageError` where --map leaves out what
/// is not there.
interop::TensorFile read_import_file(const ImportRequest& request);

/// The standardisation that is named or lies beside the file, as `gradus export` writes both; empty
/// where there is none. A note says what was not asked for. Throws `CheckpointError` for an export
/// that has lost its own.
std::filesystem::path standardization_file(const ImportRequest& request,
                                           const interop::TensorFile& file,
                                           std::vector<std::string>& notes);

}  // namespace gradus::cli
