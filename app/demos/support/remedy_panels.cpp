#include "remedies.h"
#include "seed_curve.h"

namespace gradus::demos::overfitting {
namespace {

using report::Estimate;
using report::Text;

const Text kTraining = {"training", "训练"};
const Text kTest = {"test", "测试"};
const Text kLoss = {"loss (cross-entropy)", "损失（交叉熵）"};

report::Curve over_width(const Text& name, const std::vector<double>& widths,
                         const std::vector<Arm>& arms, double Trained::*member, int64_t colour) {
  std::vector<Estimate> estimates;
  for (const auto& arm : arms) estimates.push_back(report::estimate(column(arm, member)));
  return interval_curve(name, widths, estimates, colour);
}

report::Curve over_epochs(const Text& name, const Arm& arm, std::vector<double> LossPath::*losses,
                          int64_t colour) {
  const auto& epochs = arm.seeds.front().path.epochs;
  std::vector<Estimate> estimates;
  for (size_t point = 0; point < epochs.size(); ++point) {
    std::vector<double> values;
    for (const auto& one : arm.seeds) values.push_back((one.path.*losses)[point]);
    estimates.push_back(report::estimate(values));
  }
  auto curve = interval_curve(name, epochs, estimates, colour);
  curve.style = report::Curve::Style::kLine;
  return curve;
}

report::Panel gap_bars(const std::vector<const Arm*>& arms) {
  report::Panel panel{.title = {"Test loss - training loss", "测试损失 - 训练损失"},
                      .y_label = {"gap at the end", "最终差距"}};
  report::Bars bars{.values = {}, .colour = 1};
  for (const auto* arm : arms) {
    const auto gap = report::estimate(column(*arm, &Trained::gap));
    panel.categories.push_back(arm->name);
    bars.values.push_back(gap.mean);
    bars.low.push_back(gap.low);
    bars.high.push_back(gap.high);
  }
  panel.bars = {bars};
  return panel;
}

}  // namespace

report::Panels capacity_panels(const std::vector<int64_t>& widths, const std::vector<Arm>& arms) {
  const std::vector<double> x(widths.begin(), widths.end());
  const Text width = {"neurons of a hidden layer", "每个隐层的神经元数"};
  const report::Span span = {x.front(), x.back()};
  return {.panels = {{.title = {"Loss", "损失"},
                      .x_label = width,
                      .y_label = kLoss,
                      .x = span,
                      .log_x = true,
                      .curves = {over_width(kTraining, x, arms, &Trained::train, 0),
                                 over_width(kTest, x, arms, &Trained::test, 1)}},
                     {.title = {"Accuracy", "准确率"},
                      .x_label = width,
                      .y_label = {"accuracy", "准确率"},
                      .x = span,
                      .log_x = true,
                      .curves = {over_width(kTest, x, arms, &Trained::accuracy, 1)}}}};
}

report::Panels region_panels(const std::vector<const Arm*>& arms) {
  report::Panels panels{.columns = 3, .plot_width = 230, .plot_height = 190};
  for (const auto* arm : arms) {
    const auto& first = arm->seeds.front();
    panels.panels.push_back({.title = arm->name,
                             .x_label = "x₁",
                             .y_label = "x₂",
                             .region = first.region,
                             .marks = first.examples});
  }
  return panels;
}

report::Panels remedy_panels(const std::vector<const Arm*>& arms) {
  report::Panels panels{.columns = 3, .plot_width = 230, .plot_height = 180};
  double highest = 0;
  for (const auto* arm : arms) {
    panels.panels.push_back({.title = arm->name,
                             .x_label = {"epoch", "轮次"},
                             .y_label = kLoss,
                             .curves = {over_epochs(kTraining, *arm, &LossPath::train, 0),
                                        over_epochs(kTest, *arm, &LossPath::test, 1)}});
    for (const double loss : panels.panels.back().curves.back().high) {
      highest = std::max(highest, loss);
    }
  }
  for (auto& panel : panels.panels) panel.y = report::Span{0, highest};  // to be compared
  panels.panels.push_back(gap_bars(arms));
  return panels;
}

}  // namespace gradus::demos::overfitting
