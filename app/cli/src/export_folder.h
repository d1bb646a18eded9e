/// The folder that an export leaves: all of it or nothing.
#pragma once
#include <filesystem>
#include <map>
#include <string>

namespace gradus::cli {

/// Bytes by file name.
using ExportFiles = std::map<std::string, std::string>;

/// Throws `UsageError` where `folder` holds anything but an earlier export, a
/// `predict.py` that was changed since among it, or is no folder.
void check_export_folder(const std::filesystem::path& folder);

/// Writes them beside `folder` and puts that in its place, made where it is missing. Throws
/// `RunError`; what was there before is untouched then, and nothing new is left.
void write_export(const std::filesystem::path& folder, const ExportFiles& files);

}  // namespace gradus::cli
