#include "run_figures.h"

#include "evaluation_figures.h"
#include "gradus/report/image_grid.h"
#include "gradus/report/training_curves.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace gradus::cli {
namespace {

constexpr int64_t kMaxWeightImages = 32;

/// The first matrix whose rows have the size of an input: one picture a unit.
torch::Tensor first_layer_weights(const torch::nn::Module& model, int64_t features) {
  for (const auto& parameter : model.parameters()) {
    if (parameter.dim() == 2 && parameter.size(1) == features) return parameter.detach().cpu();
  }
  return {};
}

std::optional<report::Figure> weight_figure(const torch::nn::Module& model,
                                            const data::Dataset& data) {
  const auto weights = first_layer_weights(model, data.features());
  if (!weights.defined()) return std::nullopt;
  const int64_t count = std::min(weights.size(0), kMaxWeightImages);
  const auto shape = data.input_shape();
  report::ImageGrid grid;
  grid.images = weights.narrow(0, 0, count).view({count, shape[0], shape[1]});
  // A network of one layer has one picture a class.
  if (weights.size(0) == static_cast<int64_t>(data.class_names.size())) {
    grid.titles.assign(data.class_names.begin(), data.class_names.begin() + count);
  }
  grid.colours = report::ImageGrid::Colours::kDiverging;
  grid.colour_label = "weight";
  return report::image_grid(grid);
}

}  // namespace

std::string draw_run_figures(const std::filesystem::path& folder, const training::History& history,
                             const Evaluation& test, const data::Dataset& test_data,
                             const torch::nn::Module& model) {
  if (!report::gnuplot_available())
    return "no figures: gnuplot is not installed (Debian: apt install gnuplot-nox)";
  auto figures = evaluation_figures(test, test_data);
  figures.insert(figures.begin(), {"training_curves", report::training_curves(history)});
  if (test_data.inputs.dim() == 3) {
    if (auto weights = weight_figure(model, test_data))
      figures.push_back({"first_layer_weights", std::move(*weights)});
  }
  draw_figures(figures, folder / "figures");
  std::vector<std::string> names;
  for (const auto& [name, figure] : figures) names.push_back(name);
  return fmt::format("figures in {}: {} (PNG and SVG)", (folder / "figures").string(),
                     fmt::join(names, ", "));
}

}  // namespace gradus::cli
