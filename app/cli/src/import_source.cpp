#include "import_source.h"

#include "gradus/core/error.h"
#include "import_metadata.h"

#include <fmt/format.h>

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStandardization = "standardization.safetensors";
/// As the export of a state dict calls it.
constexpr const char* kStateDictStandardization = "standardization.pt";

/// A run's tensors do not say what its manifest does: the activation, the classes, the scale.
void check_no_run(const fs::path& file) {
  const auto folder = file.parent_path();
  if (file.filename() != "model.safetensors" || !fs::exists(folder / "manifest.json")) return;
  const auto run = folder.empty() ? fs::path(".") : folder;
  throw CheckpointError(
      "'{0}' is the model of a run of gradus, and only a part of it: use the run itself, as in "
      "gradus predict {1} FILE, or gradus export {1} for a file that says all",
      file.string(), run.string());
}

}  // namespace

interop::TensorFile read_import_file(const ImportRequest& request) {
  auto file = interop::read_tensor_file(request.file, request.key);
  if (!has_network_metadata(file.metadata)) check_no_run(request.file);
  for (const auto& name : request.left_out) {
    const auto count = std::erase_if(file.tensors, [&](const auto& item) {
      return item.first == name || item.first.starts_with(name + ".");
    });
    if (count == 0)
      throw UsageError("--map {}=: '{}' has no tensor of that name", name, request.file.string());
  }
  return file;
}

fs::path standardization_file(const ImportRequest& request, const interop::TensorFile& file,
                              std::vector<std::string>& notes) {
  if (!request.standardization.empty()) return request.standardization;
  const bool says_all = has_network_metadata(file.metadata);
  // A safetensors file keeps no order, a state dict does.
  const auto beside =
      request.file.parent_path() / (file.in_order ? kStateDictStandardization : kStandardization);
  if (fs::exists(beside)) {
    if (!says_all)
      notes.push_back(
          fmt::format("'{}', which lies beside the file, is taken for its scale", beside.string()));
    return beside;
  }
  if (says_all) {
    throw CheckpointError(
        "'{}' is an export of gradus, and its {} is not beside it: bring it back, or name it by "
        "--standardization",
        request.file.string(), kStandardization);
  }
  notes.emplace_back("inputs are taken as they are (no --standardization)");
  return {};
}

}  // namespace gradus::cli
