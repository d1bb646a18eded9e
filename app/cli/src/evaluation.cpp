#include "evaluation.h"

#include "gradus/core/error.h"
#include "gradus/report/confusion_table.h"
#include "gradus/report/terminal.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {

std::vector<std::string> default_metrics(data::Task task) {
  if (task == data::Task::kRegression) return {"mse", "mae", "r2"};
  return {"accuracy", "macro_f1"};
}

Evaluation evaluate_part(training::Trainer& trainer, const data::Standardization& standardization,
                         const data::Dataset& part_data, const std::string& part,
                         const std::vector<std::string>& metric_names) {
  const auto report = trainer.evaluate(standardization.apply(part_data));
  Evaluation evaluation;
  evaluation.part = part;
  evaluation.loss = report.loss;
  evaluation.outputs = standardization.restore_outputs(report.outputs);
  for (const auto& name : metric_names) {
    const auto metric = metrics::make_metric(name, part_data.outputs());
    metric->update(evaluation.outputs, part_data.targets);
    evaluation.metrics.emplace_back(name, metric->value());
  }
  if (part_data.task == data::Task::kClassification) {
    metrics::ConfusionMatrix matrix(part_data.outputs());
    matrix.update(evaluation.outputs, part_data.targets);
    evaluation.confusion = matrix.counts();
    evaluation.classes = metrics::class_scores(evaluation.confusion);
  }
  return evaluation;
}

nlohmann::ordered_json to_json(const Evaluation& evaluation, const data::Dataset& part_data) {
  nlohmann::ordered_json document = {
      {"part", evaluation.part}, {"examples", part_data.size()}, {"loss", evaluation.loss}};
  for (const auto& [name, value] : evaluation.metrics) document["metrics"][name] = value;
  if (!evaluation.confusion.defined()) return document;
  for (size_t k = 0; k < evaluation.classes.size(); ++k) {
    const auto& scores = evaluation.classes[k];
    document["classes"].push_back({{"name", part_data.class_names[k]},
                                   {"precision", scores.precision},
                                   {"recall", scores.recall},
                                   {"f1", scores.f1},
                                   {"support", scores.support}});
  }
  const int64_t classes = evaluation.confusion.size(0);
  const auto cells = evaluation.confusion.accessor<int64_t, 2>();
  for (int64_t row = 0; row < classes; ++row) {
    auto counts = nlohmann::ordered_json::array();
    for (int64_t column = 0; column < classes; ++column) counts.push_back(cells[row][column]);
    document["confusion"].push_back(counts);
  }
  return document;
}

std::string to_text(const Evaluation& evaluation, const data::Dataset& part_data) {
  auto text = fmt::format("{}: {} examples, loss {:.4f}", evaluation.part, part_data.size(),
                          evaluation.loss);
  for (const auto& [name, value] : evaluation.metrics)
    text += fmt::format(", {} {:.4f}", name, value);
  text += "\n";
  if (!evaluation.confusion.defined()) return text;
  const auto terminal = report::Terminal::of(1);
  return text + "\n" + report::class_table(evaluation.confusion, part_data.class_names, terminal) +
         "\n" + report::confusion_table(evaluation.confusion, part_data.class_names, terminal);
}

}  // namespace gradus::cli
