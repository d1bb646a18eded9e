#include "data_manifest.h"

#include "gradus/checkpoint/atomic_file.h"
#include "gradus/checkpoint/run_file.h"
#include "gradus/core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace gradus::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDataFile = "data.json";

Json part_json(const data::PartRecord& part, const std::vector<std::string>& class_names) {
  Json document = {{"name", part.name}, {"examples", part.examples}};
  for (size_t i = 0; i < part.class_counts.size(); ++i) {
    document["classes"][class_names.at(i)] = part.class_counts[i];
  }
  document["sha256"] = part.sha256;
  return document;
}

/// Null where the file could not be read any more.
Json file_json(const data::FileRecord& file) {
  if (file.sha256.empty()) return {{"path", file.path}, {"size", nullptr}, {"sha256", nullptr}};
  return {{"path", file.path}, {"size", file.size}, {"sha256", file.sha256}};
}

std::string document_of(const std::string& request, const DataParts& parts) {
  return manifest_json(
      request, data::make_manifest(
                   {{"train", parts.train}, {"validation", parts.validation}, {"test", parts.test}},
                   parts.files, parts.skipped));
}

/// Counts and checksums of the parts.
nlohmann::json parts_of(const std::string& text) {
  const auto document = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object() || !document.contains("parts"))
    throw CheckpointError("{} is no document of the data of a run", kDataFile);
  return document["parts"];
}

}  // namespace

std::future<void> begin_manifest(const std::filesystem::path& folder, const std::string& request,
                                 const DataParts& parts) {
  return std::async(std::launch::async, [folder, request, parts] {
    checkpoint::write_file_atomically(folder / kDataFile, document_of(request, parts));
  });
}

void check_manifest(const std::filesystem::path& folder, const std::string& request,
                    const DataParts& parts) {
  if (!std::filesystem::exists(folder / kDataFile)) return;
  const auto before = parts_of(checkpoint::read_run_file(folder, kDataFile));
  const auto now = parts_of(document_of(request, parts));
  if (before == now) return;
  throw DataError(
      "the data '{}' are not those that the run began with ({} of its {}): bring them back, or "
      "begin a new run",
      request, kDataFile, folder.string());
}

void check_part(const std::filesystem::path& folder, const std::string& request,
                const std::string& name, const data::Dataset& part) {
  if (!std::filesystem::exists(folder / kDataFile)) return;
  const auto before = parts_of(checkpoint::read_run_file(folder, kDataFile));
  // The files themselves and the other parts need no hashing for this.
  const auto now = parts_of(manifest_json(request, data::make_manifest({{name, part}}, {}, {})));
  if (std::ranges::find(before, now.at(0)) != before.end()) return;
  throw DataError(
      "the {} part of '{}' is not that of the training ({} of {}), and may hold examples trained "
      "on: bring the data back, or measure all of it with --data {} --part all",
      name, request, kDataFile, folder.string(), request);
}

std::string manifest_json(const std::string& request, const data::Manifest& manifest) {
  Json document = {
      {"schema_version", 1},
      {"data", request},
      {"name", manifest.name},
      {"note", manifest.note},
      {"task", manifest.task == data::Task::kRegression ? "regression" : "classification"},
      {"input", {{"shape", manifest.input_shape}, {"type", manifest.input_type}}},
      {"classes", manifest.class_names},
      {"features", manifest.feature_names},
      {"targets", manifest.target_names},
      {"parts", Json::array()},
      {"files", Json::array()},
      {"skipped", Json::array()}};
  for (const auto& part : manifest.parts) {
    document["parts"].push_back(part_json(part, manifest.class_names));
  }
  for (const auto& file : manifest.files) document["files"].push_back(file_json(file));
  for (const auto& file : manifest.skipped) {
    document["skipped"].push_back({{"path", file.path}, {"reason", file.reason}});
  }
  // File names need not be UTF-8.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gradus::cli
