/// The pictures of a training run.
#pragma once
#include "evaluation.h"
#include "gradus/data/dataset.h"
#include "gradus/training/history.h"

#include <torch/nn/module.h>

#include <filesystem>
#include <string>

namespace gradus::cli {

/// Writes figures/ in the run folder as PNG and SVG: training curves, the final test's figures
/// (see evaluation_figures.h) and, for grey images, the first layer's weights. Returns a line that
/// says what was drawn, or that gnuplot is missing.
std::string draw_run_figures(const std::filesystem::path& folder, const training::History& history,
                             const Evaluation& test, const data::Dataset& test_data,
                             const torch::nn::Module& model);

}  // namespace gradus::cli
