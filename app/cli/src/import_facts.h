/// What an imported network is for: its task and the names of what goes in and out.
#pragma once
#include "gradus/checkpoint/saved_model.h"
#include "gradus/data/dataset.h"
#include "import_request.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gradus::cli {

/// A network as far as it is known: what an export says of itself, or the sizes of its tensors.
struct ImportDraft {
  checkpoint::SavedModel saved;
  int64_t columns = 0;  ///< outputs of the network: 1 for the logit of two classes
  std::vector<std::string> notes;
};

/// Fills in task, names and the shape of an example, by the request, by its data and by what the
/// draft says already. Throws `UsageError` where one output could be either task, for another task
/// than an export's, and for names that are not as many as the network has; `DataError` for data of
/// another shape or task.
void decide_facts(const ImportRequest& request, ImportDraft& draft);

}  // namespace gradus::cli
