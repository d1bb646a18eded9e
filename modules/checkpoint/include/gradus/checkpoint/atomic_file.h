/// Files that are either wholly there or not there at all, whatever fails on the way.
#pragma once
#include <filesystem>
#include <string_view>

namespace gradus::checkpoint {

/// Replaces `path` by a file of these bytes: a temporary file in the same folder is written,
/// synced and renamed, and the folder synced. On failure (`RunError` with the path and the
/// system's reason) the old file is untouched and the temporary one removed.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Removes what killed processes left of such writes in `folder`; only for who alone writes there.
void remove_leftovers(const std::filesystem::path& folder);

/// Makes what was renamed or made in `folder` survive a power cut. Throws `RunError`.
void sync_folder(const std::filesystem::path& folder);

/// Renames a file or a folder and syncs the folder it is in. Throws `RunError`.
void rename_atomically(const std::filesystem::path& from, const std::filesystem::path& to);

/// Renames the folder `from` to `to`. One that is there already is exchanged with it and then
/// removed, so that there is always one of the two (where the system cannot exchange: but for a
/// moment). Throws `RunError`.
void replace_folder(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace gradus::checkpoint
