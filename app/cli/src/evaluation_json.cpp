#include "evaluation.h"
#include "gradus/metrics/calibration.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

using Json = nlohmann::ordered_json;

Json intervals_json(const Evaluation& evaluation) {
  Json document = {{"confidence", evaluation.options.confidence},
                   {"resamples", evaluation.options.resamples},
                   {"seed", evaluation.options.seed}};
  for (size_t i = 0; i < evaluation.intervals.size(); ++i) {
    const auto& [low, high] = evaluation.intervals[i];
    document["metrics"][evaluation.metrics[i].first] = {low, high};
  }
  return document;
}

Json classes_json(const Evaluation& evaluation, const data::Dataset& part_data) {
  auto list = Json::array();
  for (size_t k = 0; k < evaluation.classes.size(); ++k) {
    const auto& scores = evaluation.classes[k];
    Json entry = {{"name", part_data.class_names[k]},
                  {"precision", scores.precision},
                  {"recall", scores.recall},
                  {"f1", scores.f1},
                  {"support", scores.support}};
    if (!evaluation.roc_auc.empty()) {
      entry["roc_auc"] = evaluation.roc_auc[k];
      entry["average_precision"] = evaluation.average_precision[k];
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json confusion_json(const torch::Tensor& confusion) {
  auto rows = Json::array();
  const auto cells = confusion.accessor<int64_t, 2>();
  for (int64_t row = 0; row < confusion.size(0); ++row) {
    auto counts = Json::array();
    for (int64_t column = 0; column < confusion.size(1); ++column)
      counts.push_back(cells[row][column]);
    rows.push_back(std::move(counts));
  }
  return rows;
}

Json calibration_json(const Evaluation& evaluation) {
  Json document = {{"ece", metrics::expected_calibration_error(evaluation.scored)},
                   {"bins", Json::array()}};
  for (const auto& bin : metrics::confidence_bins(evaluation.scored)) {
    document["bins"].push_back({{"low", bin.low},
                                {"high", bin.high},
                                {"count", bin.count},
                                {"confidence", bin.confidence},
                                {"accuracy", bin.accuracy}});
  }
  if (const auto& fitted = evaluation.recalibration) {
    document["temperature"] = {{"value", fitted->temperature},
                               {"fitted_on", fitted->part},
                               {"examples", fitted->examples},
                               {"ece", fitted->ece},
                               {"log_loss", fitted->log_loss}};
  }
  return document;
}

Json mistakes_json(const Evaluation& evaluation, const data::Dataset& part_data) {
  auto list = Json::array();
  for (const auto& mistake : evaluation.mistakes) {
    list.push_back({{"example", mistake.example},
                    {"true", part_data.class_names[static_cast<size_t>(mistake.truth)]},
                    {"predicted", part_data.class_names[static_cast<size_t>(mistake.predicted)]},
                    {"probability", mistake.probability}});
  }
  return list;
}

Json residuals_json(const Evaluation& evaluation, const data::Dataset& part_data) {
  auto list = Json::array();
  for (size_t k = 0; k < evaluation.residuals.size(); ++k) {
    const auto& summary = evaluation.residuals[k];
    const auto& names = part_data.target_names;
    Json entry = {{"name", k < names.size() ? names[k] : fmt::format("value{}", k + 1)},
                  {"mean", summary.mean},
                  {"std", summary.deviation},
                  {"mae", summary.mae},
                  {"rmse", summary.rmse},
                  {"max_error", summary.max_error},
                  {"r2", summary.r2},
                  {"explained_variance", summary.explained_variance}};
    for (size_t q = 0; q < summary.quantiles.size(); ++q)
      entry["quantiles"][fmt::format("{}", metrics::kResidualQuantiles[q])] = summary.quantiles[q];
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

Json to_json(const Evaluation& evaluation, const data::Dataset& part_data) {
  Json document = {{"part", evaluation.part},
                   {"examples", evaluation.targets.size(0)},
                   {"loss", evaluation.loss}};
  for (const auto& [name, value] : evaluation.metrics) document["metrics"][name] = value;
  if (!evaluation.intervals.empty()) document["intervals"] = intervals_json(evaluation);
  if (!evaluation.residuals.empty()) document["residuals"] = residuals_json(evaluation, part_data);
  if (!evaluation.confusion.defined()) return document;
  document["classes"] = classes_json(evaluation, part_data);
  document["confusion"] = confusion_json(evaluation.confusion);
  if (evaluation.scored.size() == 0) return document;
  document["calibration"] = calibration_json(evaluation);
  document["mistakes"] = mistakes_json(evaluation, part_data);
  return document;
}

}  // namespace gradus::cli
