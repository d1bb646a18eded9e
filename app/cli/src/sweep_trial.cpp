#include "sweep_trial.h"

#include <fmt/format.h>

namespace gradus::cli {

std::string Trial::folder() const {
  return fmt::format("trial-{:03}{}", number, rung > 0 ? fmt::format("-rung-{}", rung) : "");
}

nlohmann::ordered_json to_json(const Trial& trial) {
  nlohmann::ordered_json json = {{"trial", trial.number}, {"rung", trial.rung}};
  json["parameters"] = nlohmann::ordered_json::object();
  for (const auto& [key, value] : trial.point) json["parameters"][key] = value;
  if (trial.epochs) json["epochs"] = *trial.epochs;
  json["status"] = trial.value ? "done" : "failed";
  if (trial.value) {
    json["value"] = *trial.value;
  } else {
    json["reason"] = trial.reason;
  }
  json["run"] = trial.run;
  json["seconds"] = trial.seconds;
  return json;
}

Trial trial_from_json(const nlohmann::ordered_json& json) {
  Trial trial;
  trial.number = json.at("trial");
  trial.rung = json.at("rung");
  for (const auto& [key, value] : json.at("parameters").items())
    trial.point.emplace_back(key, value.get<std::string>());
  if (json.contains("epochs")) trial.epochs = json["epochs"].get<int64_t>();
  if (json.contains("value") && json["value"].is_number())
    trial.value = json["value"].get<double>();
  trial.reason = json.value("reason", std::string());
  trial.run = json.at("run").get<std::string>();
  trial.seconds = json.at("seconds");
  return trial;
}

}  // namespace gradus::cli
