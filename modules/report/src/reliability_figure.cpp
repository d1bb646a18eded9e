#include "gradus/report/reliability_figure.h"

#include "gradus/report/panel.h"
#include "histogram_curve.h"

#include <algorithm>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr int64_t kBlack = 7;

Curve accuracy_curve(const metrics::ScoredExamples& examples, Text name, int64_t colour) {
  Curve curve;
  curve.name = std::move(name);
  curve.colour = colour;
  curve.style = Curve::Style::kLinePoints;
  for (const auto& bin : metrics::confidence_bins(examples)) {
    if (bin.count == 0) continue;
    curve.x.push_back(bin.confidence);
    curve.y.push_back(bin.accuracy);
  }
  return curve;
}

Curve straight(std::vector<double> x, std::vector<double> y, Text name) {
  Curve curve;
  curve.x = std::move(x);
  curve.y = std::move(y);
  curve.name = std::move(name);
  curve.colour = kBlack;
  curve.style = Curve::Style::kDashed;
  curve.width = 1;
  return curve;
}

Panel reliability_panel(const metrics::ScoredExamples& examples,
                        const std::optional<Recalibrated>& recalibrated) {
  Panel panel;
  panel.title = {"reliability", "可靠性"};
  panel.x_label = {"confidence", "置信度"};
  panel.y_label = {"accuracy", "准确率"};
  panel.x = Span{0, 1};
  panel.y = Span{0, 1.02};
  panel.curves = {straight({0, 0.5, 1}, {0, 0.5, 1}, {"perfectly calibrated", "完全校准"}),
                  accuracy_curve(examples,
                                 text("as trained, ECE {:.3f}", "训练所得，ECE {:.3f}",
                                      metrics::expected_calibration_error(examples)),
                                 0)};
  if (recalibrated) {
    panel.curves.push_back(
        accuracy_curve(recalibrated->examples,
                       text("at temperature {:.2f}, ECE {:.3f}", "温度 {:.2f} 时，ECE {:.3f}",
                            recalibrated->temperature,
                            metrics::expected_calibration_error(recalibrated->examples)),
                       1));
  }
  return panel;
}

Panel confidence_panel(const metrics::ScoredExamples& examples) {
  const auto bins = metrics::confidence_bins(examples);
  std::vector<double> edges = {0}, shares;
  double confidence = 0, right = 0, highest = 0;
  const auto total = static_cast<double>(examples.size());
  for (const auto& bin : bins) {
    edges.push_back(bin.high);
    shares.push_back(100 * static_cast<double>(bin.count) / total);
    highest = std::max(highest, shares.back());
    if (bin.count == 0) continue;
    confidence += static_cast<double>(bin.count) * bin.confidence / total;
    right += static_cast<double>(bin.count) * bin.accuracy / total;
  }
  Panel panel;
  panel.title = {"how sure it is", "有多大把握"};
  panel.x_label = {"confidence", "置信度"};
  panel.y_label = {"examples, %", "样本，%"};
  panel.x = Span{0, 1};
  panel.y = Span{0, 1.08 * highest};
  panel.curves = {histogram_curve(edges, shares)};
  panel.curves.push_back(straight({confidence, confidence}, {0, 1.08 * highest},
                                  text("mean confidence {:.3f}", "平均置信度 {:.3f}", confidence)));
  panel.curves.push_back(straight({right, right}, {0, 1.08 * highest},
                                  text("accuracy {:.3f}", "准确率 {:.3f}", right)));
  panel.curves.back().style = Curve::Style::kLine;
  panel.curves.back().colour = 2;
  return panel;
}

}  // namespace

Figure reliability_figure(const metrics::ScoredExamples& examples,
                          const std::optional<Recalibrated>& recalibrated, Language language) {
  if (examples.size() == 0) throw std::invalid_argument("reliability_figure: no examples");
  Panels panels;
  panels.panels = {reliability_panel(examples, recalibrated), confidence_panel(examples)};
  panels.plot_width = 320;
  panels.plot_height = 280;
  return plot(panels, language);
}

}  // namespace gradus::report
