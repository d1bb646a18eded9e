/// Standard input as a file, so that readers can know its size and start again.
#pragma once
#include <filesystem>

namespace gradus::data {

/// What a user types for it. A file of this name is `./-`.
inline constexpr const char* kStandardInput = "-";

/// A copy that the process keeps until it ends, made at the first call: later ones find the same
/// bytes. Throws `DataError` when reading fails, `RunError` when there is no room for the copy.
std::filesystem::path standard_input_copy();

}  // namespace gradus::data
