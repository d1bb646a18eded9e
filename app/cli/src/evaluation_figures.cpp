#include "evaluation_figures.h"

#include "gradus/core/side_by_side.h"
#include "gradus/core/threads.h"
#include "gradus/metrics/score_examples.h"
#include "gradus/report/confusion_figure.h"
#include "gradus/report/image_grid.h"
#include "gradus/report/ranking_figure.h"
#include "gradus/report/regression_figure.h"
#include "gradus/report/reliability_figure.h"
#include "gradus/report/residual_figure.h"

#include <optional>

namespace gradus::cli {
namespace {

constexpr int64_t kMaxMistakeImages = 15, kMaxConfusionClasses = 50;

/// The wrong predictions that the network was surest of.
report::Figure mistake_figure(const std::vector<metrics::Mistake>& mistakes,
                              const data::Dataset& part_data) {
  report::ImageGrid grid;
  std::vector<torch::Tensor> images;
  for (const auto& mistake : mistakes) {
    images.push_back(part_data.inputs[mistake.example]);
    grid.titles.push_back(report::mistake_title(
        part_data.class_names[static_cast<size_t>(mistake.truth)],
        part_data.class_names[static_cast<size_t>(mistake.predicted)], mistake.probability));
  }
  grid.images = torch::stack(images);
  return report::image_grid(grid);
}

std::optional<report::Recalibrated> recalibrated(const Evaluation& evaluation) {
  if (!evaluation.recalibration) return std::nullopt;
  return report::Recalibrated{evaluation.recalibration->temperature,
                              evaluation.recalibration->scored};
}

void add_class_figures(std::vector<NamedFigure>& figures, const Evaluation& evaluation,
                       const data::Dataset& part_data) {
  const auto& names = part_data.class_names;
  if (evaluation.confusion.size(0) <= kMaxConfusionClasses)
    figures.push_back({"confusion_matrix", report::confusion_figure(evaluation.confusion, names)});
  if (evaluation.scored.size() == 0) return;
  figures.push_back({"roc_and_precision_recall", report::ranking_figure(evaluation.scored, names)});
  figures.push_back(
      {"reliability", report::reliability_figure(evaluation.scored, recalibrated(evaluation))});
  const auto mistakes = metrics::confident_mistakes(evaluation.scored, kMaxMistakeImages);
  if (part_data.inputs.dim() == 3 && !mistakes.empty())
    figures.push_back({"confident_mistakes", mistake_figure(mistakes, part_data)});
}

std::vector<report::ResidualSeries> residual_series(const Evaluation& evaluation,
                                                    const data::Dataset& part_data) {
  std::vector<report::ResidualSeries> series;
  for (int64_t k = 0; k < evaluation.targets.size(1); ++k) {
    const auto index = static_cast<size_t>(k);
    series.push_back({index < part_data.target_names.size() ? part_data.target_names[index] : "",
                      metrics::plain_numbers(evaluation.targets.select(1, k)),
                      metrics::plain_numbers(evaluation.outputs.select(1, k))});
  }
  return series;
}

}  // namespace

std::vector<NamedFigure> evaluation_figures(const Evaluation& evaluation,
                                            const data::Dataset& part_data) {
  std::vector<NamedFigure> figures;
  if (evaluation.confusion.defined()) {
    add_class_figures(figures, evaluation, part_data);
  } else {
    figures.push_back(
        {"predictions", report::regression_figure(evaluation.targets, evaluation.outputs,
                                                  part_data.target_names)});
    figures.push_back(
        {"residuals", report::residual_figure(residual_series(evaluation, part_data))});
  }
  return figures;
}

void draw_figures(const std::vector<NamedFigure>& figures, const std::filesystem::path& folder) {
  run_side_by_side(static_cast<int64_t>(figures.size()), available_processors(), [&](int64_t i) {
    const auto& [name, figure] = figures[static_cast<size_t>(i)];
    report::draw(figure, folder / name);
  });
}

}  // namespace gradus::cli
