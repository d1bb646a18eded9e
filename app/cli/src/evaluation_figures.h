/// The pictures of an evaluation.
#pragma once
#include "evaluation.h"
#include "gradus/report/figure.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::cli {

struct NamedFigure {
  std::string name;  ///< of the files, without their ending
  report::Figure figure;
};

/// For classes the confusion matrix (up to 50), ROC and precision-recall curves, the reliability
/// diagram and, for grey images, the most confident mistakes; for regression predictions against
/// targets, and residuals. `part_data` as it was loaded.
std::vector<NamedFigure> evaluation_figures(const Evaluation& evaluation,
                                            const data::Dataset& part_data);

/// Writes each as PNG and SVG, several at a time. Throws `RunError`.
void draw_figures(const std::vector<NamedFigure>& figures, const std::filesystem::path& folder);

}  // namespace gradus::cli
