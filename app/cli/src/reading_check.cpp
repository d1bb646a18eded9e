#include "reading_check.h"

#include "gradus/core/error.h"
#include "gradus/data/registry.h"

namespace gradus::cli {
namespace {

/// Of the parts, empty texts are parts of the data.
bool is_name(const std::string& data) {
  return data.empty() || data::registry().contains(data.substr(0, data.find(':')));
}

}  // namespace

void check_reading_flags(const Flags& flags, const DataRequest& request) {
  if (!is_name(request.data) || !is_name(request.validation_data) || !is_name(request.test_data))
    return;
  for (const auto& [flag, text] : request.reading) {
    if (!flags.typed(flag)) continue;
    throw UsageError(
        "{} has no effect on the data set '{}', which is not read from your files: leave it out, "
        "or give a file or folder (--data FILE)",
        flag, request.data);
  }
}

}  // namespace gradus::cli
