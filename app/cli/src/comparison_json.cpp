#include "comparison.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>

namespace gradus::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Null for what there is not, and for what JSON has no number for.
Json number(std::optional<double> value) {
  if (value && std::isfinite(*value)) return *value;
  return nullptr;
}

Json run_json(const RunRecord& run) {
  const auto* best = run.best_epoch();
  const auto* last = run.history.epochs.empty() ? nullptr : &run.history.epochs.back();
  Json document = {
      {"run", run.folder.string()},
      {"model",
       {{"name", run.model}, {"settings", run.model_settings}, {"parameters", run.parameters}}},
      {"data", run.data},
      {"epochs", run.epochs},
      {"seconds", run.seconds},
      {"interrupted", run.interrupted},
      {"train_loss", last ? number(last->train_loss) : nullptr},
      {"validation_loss", last ? number(last->validation_loss) : nullptr},
      {"best_validation_loss", best ? number(best->validation_loss) : nullptr},
      {"best_epoch", best ? Json(best->epoch) : nullptr},
      {"test", {{"loss", number(run.test_loss)}, {"metrics", Json::object()}}},
      {"differing_options", Json::object()}};
  for (const auto& [name, value] : run.test_metrics) {
    document["test"]["metrics"][name] = number(value);
  }
  return document;
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  auto list = Json::array();
  for (const auto& run : comparison.runs) list.push_back(run_json(run));
  for (const auto& [name, values] : differing_options(comparison.runs)) {
    for (size_t i = 0; i < values.size(); ++i) list[i]["differing_options"][name] = values[i];
  }
  return list;
}

}  // namespace gradus::cli
