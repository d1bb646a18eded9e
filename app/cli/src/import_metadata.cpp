#include "import_metadata.h"

#include "gradus/core/error.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace gradus::cli {
namespace {

using nlohmann::json;

constexpr const char* kVersionKey = "gradus.version";
constexpr const char* kVersion = "1";

/// Entries under the names that the export gives them.
class Metadata {
 public:
  explicit Metadata(const std::map<std::string, std::string>& entries) : entries_(entries) {}

  const std::string& text(const std::string& key) const {
    const auto found = entries_.find("gradus." + key);
    if (found == entries_.end()) refuse(key, "is missing");
    return found->second;
  }
  std::vector<std::string> texts(const std::string& key) const {
    return read<std::vector<std::string>>(key, &json::is_string);
  }
  std::vector<int64_t> sizes(const std::string& key) const {
    auto sizes = read<std::vector<int64_t>>(key, &json::is_number_unsigned);
    int64_t product = 1;
    for (const auto size : sizes) {
      if (size < 1 || __builtin_mul_overflow(product, size, &product))
        refuse(key, "must hold sizes of at least 1");
    }
    return sizes;
  }
  std::map<std::string, std::string> map(const std::string& key) const {
    const auto value = parsed(key);
    if (!value.is_object()) refuse(key, "must be an object of texts");
    std::map<std::string, std::string> result;
    for (const auto& [name, entry] : value.items()) {
      if (!entry.is_string()) refuse(key, "must be an object of texts");
      result[name] = entry.get<std::string>();
    }
    return result;
  }
  int64_t count(const std::string& key) const {
    const auto value = parsed(key);
    constexpr uint64_t kMax = 1U << 30U;
    if (!value.is_number_unsigned() || value.get<uint64_t>() < 1 || value.get<uint64_t>() > kMax)
      refuse(key, "must be a whole number of at least 1");
    return value.get<int64_t>();
  }

 private:
  json parsed(const std::string& key) const {
    // Deeper JSON than a list could end the program when it is freed.
    const auto flat = [&](int depth, json::parse_event_t event, json&) {
      const bool opens =
          event == json::parse_event_t::array_start || event == json::parse_event_t::object_start;
      if (opens && depth > 0) refuse(key, "holds a list in a list");
      return true;
    };
    auto value = json::parse(text(key), flat, /*allow_exceptions=*/false);
    if (value.is_discarded()) refuse(key, "is no JSON");
    return value;
  }
  template <typename List>
  List read(const std::string& key, bool (json::*is_entry)() const noexcept) const {
    const auto value = parsed(key);
    if (!value.is_array()) refuse(key, "must be a list");
    for (const auto& entry : value) {
      if (!(entry.*is_entry)()) refuse(key, "holds something else than it should");
    }
    return value.get<List>();
  }
  [[noreturn]] static void refuse(const std::string& key, const char* reason) {
    throw CheckpointError("metadata of the file: 'gradus.{}' {}", key, reason);
  }

  const std::map<std::string, std::string>& entries_;
};

int64_t product_of(const std::vector<int64_t>& sizes) {
  int64_t product = 1;
  for (const auto size : sizes) product *= size;
  return product;
}

}  // namespace

bool has_network_metadata(const std::map<std::string, std::string>& metadata) {
  return metadata.contains(kVersionKey);
}

checkpoint::SavedModel saved_from_metadata(const std::map<std::string, std::string>& metadata) {
  const Metadata entries(metadata);
  if (const auto& version = entries.text("version"); version != kVersion) {
    throw CheckpointError(
        "metadata of the file: version '{}' is not this program's {}: use a newer gradus", version,
        kVersion);
  }
  checkpoint::SavedModel saved;
  saved.model = entries.text("model");
  saved.settings = entries.map("settings");
  saved.task = entries.text("task");
  if (saved.task != "classification" && saved.task != "regression")
    throw CheckpointError("metadata of the file: 'gradus.task' is '{}'", saved.task);
  saved.loss = entries.text("loss");
  saved.data = entries.text("data");
  saved.data_options = entries.map("data_options");
  saved.input_shape = entries.sizes("input_shape");
  saved.in_features = product_of(saved.input_shape);
  saved.out_features = entries.count("out_features");
  saved.class_names = entries.texts("class_names");
  saved.feature_names = entries.texts("feature_names");
  saved.target_names = entries.texts("target_names");
  return saved;
}

}  // namespace gradus::cli
