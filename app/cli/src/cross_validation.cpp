#include "cross_validation.h"

#include "gradus/report/statistics.h"
#include "gradus/report/table.h"
#include "gradus/report/terminal.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stdexcept>

namespace gradus::cli {
namespace {

constexpr size_t kShownMetrics = 4;

/// One value a fold.
report::Estimate over_folds(const CrossValidation& result, size_t metric) {
  std::vector<double> values;
  for (const auto& fold : result.folds) values.push_back(fold.metrics[metric].second);
  return report::estimate(values);
}

report::Estimate loss_over_folds(const CrossValidation& result) {
  std::vector<double> values;
  for (const auto& fold : result.folds) values.push_back(fold.loss);
  return report::estimate(values);
}

std::vector<std::string> metric_names(const CrossValidation& result) {
  std::vector<std::string> names;
  for (const auto& [name, value] : result.pooled.metrics) names.push_back(name);
  return names;
}

std::string summary_table(const CrossValidation& result, const report::Terminal& terminal) {
  report::Table table({"", "mean", "std", "pooled"});
  const auto add = [&](const std::string& name, const report::Estimate& folds, double pooled) {
    table.add_row({name, fmt::format("{:.4f}", folds.mean), fmt::format("{:.4f}", folds.deviation),
                   fmt::format("{:.4f}", pooled)});
  };
  add("loss", loss_over_folds(result), result.pooled.loss);
  const auto names = metric_names(result);
  for (size_t m = 0; m < names.size(); ++m)
    add(names[m], over_folds(result, m), result.pooled.metrics[m].second);
  return table.to_string(terminal);
}

std::string fold_table(const CrossValidation& result, const report::Terminal& terminal) {
  std::vector<std::string> header = {"fold", "examples", "loss"};
  auto names = metric_names(result);
  names.resize(std::min(names.size(), kShownMetrics));
  header.insert(header.end(), names.begin(), names.end());
  report::Table table(std::move(header));
  for (size_t i = 0; i < result.folds.size(); ++i) {
    const auto& fold = result.folds[i];
    std::vector<std::string> row = {std::to_string(i + 1), std::to_string(fold.targets.size(0)),
                                    fmt::format("{:.4f}", fold.loss)};
    for (size_t m = 0; m < names.size(); ++m)
      row.push_back(fmt::format("{:.4f}", fold.metrics[m].second));
    table.add_row(std::move(row));
  }
  return table.to_string(terminal);
}

}  // namespace

CrossValidation cross_validation(std::vector<Evaluation> folds,
                                 const std::vector<torch::Tensor>& rows, const data::Dataset& data,
                                 const EvaluationOptions& options) {
  if (folds.empty() || folds.size() != rows.size())
    throw std::invalid_argument("cross_validation: a fold is missing, or its rows");
  std::vector<torch::Tensor> outputs;
  std::vector<std::string> names;
  for (const auto& [name, value] : folds.front().metrics) names.push_back(name);
  double loss = 0, examples = 0;
  for (size_t i = 0; i < folds.size(); ++i) {
    const auto count = folds[i].targets.size(0);
    if (rows[i].numel() != count)
      throw std::invalid_argument("cross_validation: a fold has other rows than examples");
    outputs.push_back(folds[i].outputs);
    loss += folds[i].loss * static_cast<double>(count);
    examples += static_cast<double>(count);
  }
  const auto [places, order] = torch::cat(rows).sort();
  auto pooled = evaluate_outputs(torch::cat(outputs).index_select(0, order), loss / examples,
                                 data.subset(places), "pooled", names, options);
  return {std::move(folds), std::move(pooled)};
}

nlohmann::ordered_json to_json(const CrossValidation& result, const data::Dataset& data) {
  nlohmann::ordered_json document = {{"count", result.folds.size()}};
  const auto put = [&](const std::string& name, const report::Estimate& folds) {
    document["mean"][name] = folds.mean;
    document["std"][name] = folds.deviation;
  };
  put("loss", loss_over_folds(result));
  const auto names = metric_names(result);
  for (size_t m = 0; m < names.size(); ++m) put(names[m], over_folds(result, m));
  document["folds"] = nlohmann::ordered_json::array();
  for (const auto& fold : result.folds) {
    nlohmann::ordered_json entry = {{"examples", fold.targets.size(0)}, {"loss", fold.loss}};
    for (const auto& [name, value] : fold.metrics) entry["metrics"][name] = value;
    document["folds"].push_back(std::move(entry));
  }
  document["pooled"] = to_json(result.pooled, data);
  return document;
}

std::string to_text(const CrossValidation& result, const data::Dataset& data) {
  const auto terminal = report::Terminal::of(1);
  return fmt::format("{} folds\n\n", result.folds.size()) + summary_table(result, terminal) + "\n" +
         fold_table(result, terminal) + "\n" + to_text(result.pooled, data);
}

}  // namespace gradus::cli
