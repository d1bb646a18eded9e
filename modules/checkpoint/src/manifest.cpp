#include "manifest.h"

#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/core/sha256.h"
#include "json.h"
#include "stored_file.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace gradus::checkpoint {
namespace {

using nlohmann::json;

constexpr uint64_t kFormatVersion = 1;
constexpr const char* kFiles[] = {kModelFile, kStandardizationFile, kTrainingFile};

template <typename... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw CheckpointError("saved model refused: manifest.json: {}",
                        fmt::format(format, std::forward<Args>(args)...));
}

// --- the manifest's own checksum ---

// The last member of the object, on a line of its own, over every byte before that line. A fixed
// form, so that no byte of the file can change unnoticed.
std::string checksum_line(std::string_view body) {
  return fmt::format("  \"sha256\": \"{}\"\n}}\n", sha256_hex(body));
}

void verify_checksum(std::string_view text) {
  const size_t length = checksum_line("").size();
  const size_t split = text.size() < length ? 0 : text.size() - length;
  if (text.substr(split) != checksum_line(text.substr(0, split))) {
    refuse("it was altered since it was written (its SHA-256 line does not fit the rest)");
  }
}

// --- reading fields ---

const json& field(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) refuse("'{}' is missing", key);
  return *found;
}

// The value as T, or the message that says what was expected.
template <typename T>
T as(const json& value, const char* key) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) refuse("'{}' is {}, expected a text", key, value.type_name());
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    if (!value.is_number_unsigned()) {
      refuse("'{}' is {}, expected a whole number of at least 0", key, value.dump());
    }
  } else {
    static_assert(std::is_same_v<T, int64_t>);
    constexpr auto kMax = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    const auto number = as<uint64_t>(value, key);
    if (number < 1 || number > kMax) {
      refuse("'{}' is {}, expected a whole number of at least 1", key, number);
    }
  }
  return value.get<T>();
}

template <typename T>
T read(const json& object, const char* key) {
  return as<T>(field(object, key), key);
}

template <typename T>
std::vector<T> read_list(const json& object, const char* key) {
  const json& list = field(object, key);
  if (!list.is_array()) refuse("'{}' is {}, expected a list", key, list.type_name());
  std::vector<T> values;
  for (const json& value : list) values.push_back(as<T>(value, key));
  return values;
}

const json& read_object(const json& object, const char* key) {
  const json& value = field(object, key);
  if (!value.is_object()) refuse("'{}' is {}, expected an object", key, value.type_name());
  return value;
}

void check_version(const json& manifest) {
  const auto version = read<uint64_t>(manifest, "format_version");
  if (version > kFormatVersion) {
    const auto writer = manifest.find("gradus_version");
    refuse(
        "format version {} (written by gradus {}) is newer than this program's {}: use a newer "
        "gradus",
        version, writer != manifest.end() && writer->is_string() ? writer->dump() : "?",
        kFormatVersion);
  }
  if (version == 0) refuse("format version 0 does not exist");
}

std::map<std::string, std::string> read_texts(const json& manifest, const char* key) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : read_object(manifest, key).items()) {
    texts[name] = as<std::string>(value, key);
  }
  return texts;
}

SavedModel model_of(const json& manifest) {
  SavedModel model;
  model.model = read<std::string>(manifest, "model");
  model.settings = read_texts(manifest, "settings");
  model.data_options = read_texts(manifest, "data_options");
  model.in_features = read<int64_t>(manifest, "in_features");
  model.out_features = read<int64_t>(manifest, "out_features");
  model.input_shape = read_list<int64_t>(manifest, "input_shape");
  model.task = read<std::string>(manifest, "task");
  model.data = read<std::string>(manifest, "data");
  model.loss = read<std::string>(manifest, "loss");
  model.class_names = read_list<std::string>(manifest, "class_names");
  model.feature_names = read_list<std::string>(manifest, "feature_names");
  model.target_names = read_list<std::string>(manifest, "target_names");
  model.command = read<std::string>(manifest, "command");
  model.seed = read<uint64_t>(manifest, "seed");
  return model;
}

std::map<std::string, FileRecord> files_of(const json& manifest) {
  const json& files = read_object(manifest, "files");
  std::map<std::string, FileRecord> records;
  for (const char* name : kFiles) {
    if (std::string_view(name) == kTrainingFile && !files.contains(name)) continue;
    const json& file = read_object(files, name);
    records[name] = {read<uint64_t>(file, "size"), read<std::string>(file, "sha256")};
  }
  if (files.size() != records.size()) refuse("'files' lists files of other names");
  return records;
}

}  // namespace

FileRecord record_of(std::string_view bytes) {
  return {bytes.size(), sha256_hex(bytes)};
}

std::string manifest_text(const Manifest& manifest) {
  const SavedModel& model = manifest.model;
  nlohmann::ordered_json result = {{"format_version", kFormatVersion},
                                   {"gradus_version", GRADUS_VERSION},
                                   {"libtorch_version", libtorch_version()},
                                   {"command", model.command},
                                   {"model", model.model},
                                   {"settings", model.settings},
                                   {"in_features", model.in_features},
                                   {"out_features", model.out_features},
                                   {"input_shape", model.input_shape},
                                   {"task", model.task},
                                   {"data", model.data},
                                   {"data_options", model.data_options},
                                   {"loss", model.loss},
                                   {"seed", model.seed},
                                   {"class_names", model.class_names},
                                   {"feature_names", model.feature_names},
                                   {"target_names", model.target_names},
                                   {"files", nlohmann::ordered_json::object()}};
  for (const auto& [name, record] : manifest.files) {
    result["files"][name] = {{"size", record.size}, {"sha256", record.sha256}};
  }
  // A command line may hold any bytes; what is not UTF-8 becomes U+FFFD instead of failing a run.
  std::string text = result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
  text.resize(text.size() - std::string_view("\n}").size());
  text += ",\n";
  return text + checksum_line(text);
}

Manifest parse_manifest(const std::string& text) {
  const json manifest = parse_object(text, "saved model refused: manifest.json");
  // Before the checksum: a newer version may compute it in another way.
  check_version(manifest);
  verify_checksum(text);
  return {model_of(manifest), files_of(manifest)};
}

}  // namespace gradus::checkpoint
