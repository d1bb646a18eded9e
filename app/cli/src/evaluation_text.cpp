#include "evaluation.h"
#include "gradus/metrics/calibration.h"
#include "gradus/metrics/probability_scores.h"
#include "gradus/report/confusion_table.h"
#include "gradus/report/table.h"
#include "gradus/report/terminal.h"

#include <fmt/format.h>

#include <cmath>

namespace gradus::cli {
namespace {

std::string cell(double value) {
  return std::isfinite(value) ? fmt::format("{:.4f}", value) : "-";
}

std::string metric_table(const Evaluation& evaluation, const report::Terminal& terminal) {
  const bool intervals = !evaluation.intervals.empty();
  const auto share = fmt::format("{:.4g} %", 100 * evaluation.options.confidence);
  report::Table table(intervals ? std::vector<std::string>{"metric", "value", share + " from", "to"}
                                : std::vector<std::string>{"metric", "value"});
  for (size_t i = 0; i < evaluation.metrics.size(); ++i) {
    const auto& [name, value] = evaluation.metrics[i];
    std::vector<std::string> row = {name, cell(value)};
    if (intervals) {
      row.push_back(cell(evaluation.intervals[i].low));
      row.push_back(cell(evaluation.intervals[i].high));
    }
    table.add_row(std::move(row));
  }
  return table.to_string(terminal);
}

std::string calibration_line(const Evaluation& evaluation) {
  auto text = fmt::format("calibration: ECE {:.4f}, log loss {:.4f}",
                          metrics::expected_calibration_error(evaluation.scored),
                          metrics::log_loss(evaluation.scored));
  if (const auto& fitted = evaluation.recalibration) {
    text += fmt::format(
        "; at temperature {:.3f} ECE {:.4f}, log loss {:.4f} (fitted on the {} {} examples, not on "
        "these)",
        fitted->temperature, fitted->ece, fitted->log_loss, fitted->examples, fitted->part);
  }
  return text + "\n";
}

std::string mistake_table(const Evaluation& evaluation, const data::Dataset& part_data,
                          const report::Terminal& terminal) {
  if (evaluation.mistakes.empty()) return "";
  report::Table table({"example", "true", "predicted", "probability"});
  for (const auto& mistake : evaluation.mistakes) {
    table.add_row(
        {std::to_string(mistake.example), part_data.class_names[static_cast<size_t>(mistake.truth)],
         part_data.class_names[static_cast<size_t>(mistake.predicted)], cell(mistake.probability)});
  }
  return "\nmost confident mistakes (examples of this part, from 0)\n" + table.to_string(terminal);
}

std::string number(double value) {
  return fmt::format("{:.4g}", value);
}

std::string residual_table(const Evaluation& evaluation, const data::Dataset& part_data,
                           const report::Terminal& terminal) {
  std::vector<std::string> header = {"residuals"};
  for (size_t k = 0; k < evaluation.residuals.size(); ++k) {
    const auto& names = part_data.target_names;
    header.push_back(k < names.size() ? names[k] : fmt::format("value{}", k + 1));
  }
  report::Table table(std::move(header));
  const auto row = [&](const std::string& name, const auto& value) {
    std::vector<std::string> cells = {name};
    for (const auto& summary : evaluation.residuals) cells.push_back(number(value(summary)));
    table.add_row(std::move(cells));
  };
  using Summary = metrics::ResidualSummary;
  row("mean (prediction less target)", [](const Summary& s) { return s.mean; });
  row("standard deviation", [](const Summary& s) { return s.deviation; });
  for (size_t q = 0; q < metrics::kResidualQuantiles.size(); ++q) {
    row(fmt::format("{:g} % below", 100 * metrics::kResidualQuantiles[q]),
        [q](const Summary& s) { return s.quantiles[q]; });
  }
  row("largest error", [](const Summary& s) { return s.max_error; });
  row("R2", [](const Summary& s) { return s.r2; });
  row("explained variance", [](const Summary& s) { return s.explained_variance; });
  return table.to_string(terminal);
}

std::string class_text(const Evaluation& evaluation, const data::Dataset& part_data,
                       const report::Terminal& terminal) {
  return report::class_table(evaluation.confusion, part_data.class_names, terminal,
                             {evaluation.roc_auc, evaluation.average_precision}) +
         "\n" + report::confusion_table(evaluation.confusion, part_data.class_names, terminal);
}

}  // namespace

std::string to_text(const Evaluation& evaluation, const data::Dataset& part_data) {
  const auto terminal = report::Terminal::of(1);
  auto text = fmt::format("{}: {} examples, loss {:.4f}\n\n", evaluation.part,
                          evaluation.targets.size(0), evaluation.loss) +
              metric_table(evaluation, terminal);
  if (!evaluation.intervals.empty()) {
    text += fmt::format("(intervals by {} bootstrap resamples of the examples)\n",
                        evaluation.options.resamples);
  }
  if (!evaluation.residuals.empty()) text += "\n" + residual_table(evaluation, part_data, terminal);
  if (!evaluation.confusion.defined()) return text;
  text += "\n" + class_text(evaluation, part_data, terminal);
  if (evaluation.scored.size() == 0) return text;
  return text + "\n" + calibration_line(evaluation) +
         mistake_table(evaluation, part_data, terminal);
}

}  // namespace gradus::cli
