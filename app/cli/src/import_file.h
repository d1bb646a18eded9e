/// The record of an import in its run folder.
#pragma once
#include <filesystem>

namespace gradus::cli {

inline constexpr const char* kImportFile = "import.json";

/// Whether the run was imported, and so has no training behind it that gradus knows of.
inline bool is_imported(const std::filesystem::path& run) {
  std::error_code error;
  return std::filesystem::exists(run / kImportFile, error);
}

}  // namespace gradus::cli
