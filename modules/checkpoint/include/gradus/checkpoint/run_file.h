/// The small files of a run folder (metrics.json, history.csv, …), read without trust.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace gradus::checkpoint {

/// The whole of `run/name`. Throws `CheckpointError` where it is missing, unreadable, a symbolic
/// link (which could lead out of the run folder), no regular file, or larger than 64 MB.
std::string read_run_file(const std::filesystem::path& run, const std::string& name);

/// The JSON object in it. Throws `CheckpointError` also for broken JSON, repeated keys and deep
/// nesting.
nlohmann::json read_run_json(const std::filesystem::path& run, const std::string& name);

}  // namespace gradus::checkpoint
