#include "layer_report.h"

#include "gradus/report/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gradus::cli {
namespace {

using training::EpochFigures;
using training::LayerFigures;

std::string number(double value) {
  return std::isnan(value) ? "" : fmt::format("{:.3g}", value);
}

std::string percent(double value) {
  return std::isnan(value) ? "" : fmt::format("{:.1f}", 100 * value);
}

/// A model that does not tell its layers is measured by parameter.
bool tells_layers(const EpochFigures& figures) {
  return std::ranges::any_of(figures.layers, [](const auto& layer) { return layer.units > 0; });
}

report::Table layer_table(const EpochFigures& figures) {
  const bool layers = tells_layers(figures);
  report::Table table(layers ? std::vector<std::string>{"layer", "units", "mean", "std", "dead %",
                                                        "flat %", "gradient", "change %"}
                             : std::vector<std::string>{"parameter", "gradient", "change %"});
  for (const auto& layer : figures.layers) {
    std::vector<std::string> cells = {layer.name};
    if (layers) {
      cells.insert(cells.end(),
                   {fmt::format("{}", layer.units), number(layer.mean), number(layer.deviation),
                    percent(layer.dead), percent(layer.flat)});
    }
    cells.push_back(number(layer.gradient));
    cells.push_back(number(100 * layer.change));
    table.add_row(std::move(cells));
  }
  return table;
}

nlohmann::ordered_json to_json(const LayerFigures& layer) {
  nlohmann::ordered_json document = {{"name", layer.name}};
  if (layer.units > 0) document["units"] = layer.units;
  const std::pair<const char*, double> numbers[] = {
      {"mean", layer.mean}, {"std", layer.deviation},     {"dead", layer.dead},
      {"flat", layer.flat}, {"gradient", layer.gradient}, {"change", layer.change}};
  for (const auto& [key, value] : numbers)
    if (!std::isnan(value)) document[key] = value;
  return document;
}

}  // namespace

std::string layer_text(const std::vector<EpochFigures>& epochs, const report::Terminal& terminal) {
  if (epochs.empty()) return {};
  const auto& last = epochs.back();
  auto text = fmt::format("{} after epoch {}, on a sample of the training rows:\n{}",
                          tells_layers(last) ? "layers" : "parameters", last.epoch,
                          layer_table(last).to_string(terminal));
  const auto findings = training::layer_findings(last);
  for (const auto& finding : findings) text += "note: " + finding + "\n";
  if (findings.empty()) text += "nothing unusual in gradients, units and weights\n";
  return text;
}

nlohmann::ordered_json layer_document(const std::vector<EpochFigures>& epochs) {
  nlohmann::ordered_json document = {
      {"schema_version", 1},
      {"findings",
       epochs.empty() ? std::vector<std::string>() : training::layer_findings(epochs.back())},
      {"epochs", nlohmann::ordered_json::array()}};
  for (const auto& epoch : epochs) {
    auto layers = nlohmann::ordered_json::array();
    for (const auto& layer : epoch.layers) layers.push_back(to_json(layer));
    document["epochs"].push_back({{"epoch", epoch.epoch}, {"layers", std::move(layers)}});
  }
  return document;
}

}  // namespace gradus::cli
