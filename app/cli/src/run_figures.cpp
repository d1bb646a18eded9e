#include "run_figures.h"

#include "gradus/report/confusion_figure.h"
#include "gradus/report/figure.h"
#include "gradus/report/image_grid.h"
#include "gradus/report/regression_figure.h"
#include "gradus/report/training_curves.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace gradus::cli {
namespace {

constexpr int64_t kMaxWeightImages = 32, kMaxMistakes = 15, kMaxConfusionClasses = 50;

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

/// The wrong predictions that the network was surest of.
std::optional<report::Figure> mistake_figure(const Evaluation& test, const data::Dataset& data) {
  const auto probabilities = metrics::class_probabilities(test.outputs);
  const auto [confidence, predicted] = probabilities.max(1);
  const auto wrong = predicted.ne(data.targets).nonzero().squeeze(1);
  if (wrong.numel() == 0) return std::nullopt;
  const auto order = confidence.index_select(0, wrong).argsort(0, /*descending=*/true);
  const auto rows =
      wrong.index_select(0, order.narrow(0, 0, std::min(wrong.numel(), kMaxMistakes)));
  report::ImageGrid grid;
  grid.images = data.inputs.index_select(0, rows);
  for (int64_t i = 0; i < rows.numel(); ++i) {
    const auto row = rows[i].item<int64_t>();
    const auto& truth = data.class_names[static_cast<size_t>(data.targets[row].item<int64_t>())];
    const auto& guess = data.class_names[static_cast<size_t>(predicted[row].item<int64_t>())];
    grid.titles.push_back(report::mistake_title(truth, guess, confidence[row].item<double>()));
  }
  return report::image_grid(grid);
}

}  // namespace

std::string draw_run_figures(const std::filesystem::path& folder, const training::History& history,
                             const Evaluation& test, const data::Dataset& test_data,
                             const torch::nn::Module& model) {
  if (!report::gnuplot_available())
    return "no figures: gnuplot is not installed (Debian: apt install gnuplot-nox)";
  const auto figures = folder / "figures";
  std::vector<std::string> drawn;
  const auto draw = [&](const std::optional<report::Figure>& figure, const std::string& name) {
    if (!figure) return;
    report::draw(*figure, figures / name);
    drawn.push_back(name);
  };
  draw(report::training_curves(history), "training_curves");
  if (test.confusion.defined()) {
    if (test.confusion.size(0) <= kMaxConfusionClasses)
      draw(report::confusion_figure(test.confusion, test_data.class_names), "confusion_matrix");
  } else {
    draw(report::regression_figure(test_data.targets, test.outputs, test_data.target_names),
         "predictions");
  }
  if (test_data.inputs.dim() == 3) {
    draw(weight_figure(model, test_data), "first_layer_weights");
    if (test.confusion.defined()) draw(mistake_figure(test, test_data), "confident_mistakes");
  }
  return fmt::format("figures in {}: {} (PNG and SVG)", figures.string(), fmt::join(drawn, ", "));
}

}  // namespace gradus::cli
