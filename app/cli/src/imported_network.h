/// Which of our networks a file's tensors make.
#pragma once
#include "gradus/checkpoint/saved_model.h"
#include "gradus/interop/tensor_file.h"
#include "import_request.h"

#include <torch/nn/modules/container/any.h>

#include <string>
#include <vector>

namespace gradus::cli {

struct ImportedNetwork {
  checkpoint::SavedModel saved;  ///< all but its state
  torch::nn::AnyModule module;   ///< of that model; its tensors are not the file's yet
  /// What the file does not say and was taken for granted, a line each.
  std::vector<std::string> notes;
};

/// By the metadata of an export of gradus, the shapes of the tensors, the names of the data and,
/// before all, by what the request says. Throws `CheckpointError` where the tensors are not those
/// of such a network, `UsageError` where the request has to say more or does not fit, `DataError`
/// where the data do not.
ImportedNetwork decide_network(const ImportRequest& request, const interop::TensorFile& file);

}  // namespace gradus::cli
