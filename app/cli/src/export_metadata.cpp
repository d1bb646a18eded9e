#include "export_metadata.h"

#include <nlohmann/json.hpp>

namespace gradus::cli {

std::map<std::string, std::string> export_metadata(const checkpoint::SavedModel& saved) {
  constexpr const char* kVersion = "1";  // of these keys
  const auto text = [](const nlohmann::json& value) { return value.dump(); };
  return {{"format", "pt"},
          {"gradus.version", kVersion},
          {"gradus.model", saved.model},
          {"gradus.settings", text(saved.settings)},
          {"gradus.task", saved.task},
          {"gradus.loss", saved.loss},
          {"gradus.data", saved.data},
          {"gradus.data_options", text(saved.data_options)},
          {"gradus.input_shape", text(saved.input_shape)},
          {"gradus.out_features", text(saved.out_features)},
          {"gradus.class_names", text(saved.class_names)},
          {"gradus.feature_names", text(saved.feature_names)},
          {"gradus.target_names", text(saved.target_names)}};
}

}  // namespace gradus::cli
