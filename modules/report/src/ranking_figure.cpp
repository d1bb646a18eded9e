#include "gradus/report/ranking_figure.h"

#include "class_names.h"
#include "gradus/metrics/precision_recall.h"
#include "gradus/metrics/roc.h"
#include "gradus/report/panel.h"
#include "ranking_curves.h"

#include <algorithm>
#include <stdexcept>

namespace gradus::report {
namespace {

constexpr int64_t kMaxClasses = 10;
constexpr int64_t kColours = 7;  // of `class_colour`, without black
// Of `class_colour`, and no class's here.
constexpr int64_t kBlack = 7, kGrey = -1, kPaleGrey = -2;
constexpr size_t kMaxPoints = 300, kMeanPoints = 201, kMaxName = 20;

/// One case: which examples are positive, and their scores.
struct Cases {
  int64_t k;  // the class
  std::string name;
  std::vector<uint8_t> positive;
  std::vector<double> scores;
};

Line roc_line(const Cases& cases) {
  auto curve = metrics::roc_curve(cases.positive, cases.scores);
  return {std::move(curve.false_positive_rate), std::move(curve.true_positive_rate)};
}

/// Recall ascending; between two thresholds the precision of the higher recall holds.
Line precision_line(const Cases& cases) {
  const auto curve = metrics::precision_recall_curve(cases.positive, cases.scores);
  const auto steps = stepped(thinned({curve.recall, curve.precision}, kMaxPoints));
  return {{steps.x.rbegin(), steps.x.rend()}, {steps.y.rbegin(), steps.y.rend()}};
}

std::vector<Cases> class_cases(const metrics::ScoredExamples& examples,
                               const std::vector<std::string>& names) {
  const auto labels = class_labels(names, examples.classes);
  std::vector<Cases> cases;
  for (int64_t k = examples.classes == 2 ? 1 : 0; k < examples.classes; ++k) {
    auto positive = examples.is_class(k);
    const auto count = std::ranges::count(positive, 1);
    if (count == 0 || count == examples.size()) continue;
    cases.push_back({k, shorten(labels[static_cast<size_t>(k)], kMaxName, true),
                     std::move(positive), examples.column(k)});
  }
  return cases;
}

Cases micro_cases(const metrics::ScoredExamples& examples) {
  Cases cases{0, "micro", {}, examples.probabilities};
  for (const auto label : examples.labels) {
    for (int64_t k = 0; k < examples.classes; ++k) cases.positive.push_back(label == k ? 1 : 0);
  }
  return cases;
}

class CurvePanel {
 public:
  CurvePanel(Panel panel, std::string area) : panel_(std::move(panel)), area_(std::move(area)) {}

  void add_class(const Cases& cases, const Line& line, double area, bool drawn) {
    lines_.push_back(line);
    areas_.push_back(area);
    if (!drawn) return;
    const auto style = cases.k < kColours ? Curve::Style::kLine : Curve::Style::kDashed;
    add(cases.name, line, area, cases.k % kColours, style, 1.6);
  }

  void add_micro(const Line& line, double area) {
    add("micro", line, area, kBlack, Curve::Style::kLine, 3);
  }

  void add_macro() {
    if (lines_.empty()) return;
    add("macro", mean_line(lines_, kMeanPoints), metrics::macro_mean(areas_), kGrey,
        Curve::Style::kLine, 3);
  }

  Panel finish(std::vector<Curve> guides) {
    panel_.curves.insert(panel_.curves.begin(), guides.begin(), guides.end());
    return std::move(panel_);
  }

 private:
  void add(const std::string& name, const Line& line, double area, int64_t colour,
           Curve::Style style, double width) {
    const auto drawn = thinned(line, 2 * kMaxPoints);
    Curve curve;
    curve.name = number("{} ({} {:.3f})", name, area_, area);
    curve.x = drawn.x;
    curve.y = drawn.y;
    curve.colour = colour;
    curve.style = style;
    curve.width = width;
    panel_.curves.push_back(std::move(curve));
  }

  Panel panel_;
  std::string area_;
  std::vector<Line> lines_;
  std::vector<double> areas_;
};

Panel axes(Text title, Text x, Text y) {
  Panel panel;
  panel.title = std::move(title);
  panel.x_label = std::move(x);
  panel.y_label = std::move(y);
  panel.x = Span{0, 1};
  panel.y = Span{0, 1.02};
  return panel;
}

/// What guessing reaches; with a third point, so that the axis is no count of whole numbers.
Curve chance_line() {
  Curve curve;
  curve.name = {"chance", "随机"};
  curve.x = {0, 0.5, 1};
  curve.y = {0, 0.5, 1};
  curve.colour = kPaleGrey;
  curve.style = Curve::Style::kDashed;
  curve.width = 1.2;
  return curve;
}

}  // namespace

Figure ranking_figure(const metrics::ScoredExamples& examples,
                      const std::vector<std::string>& class_names, Language language) {
  if (examples.size() == 0) throw std::invalid_argument("ranking_figure: no examples");
  CurvePanel roc(
      axes("ROC", {"false positive rate", "假阳性率"}, {"true positive rate", "真阳性率"}), "AUC");
  CurvePanel recall(axes({"precision and recall", "精确率与召回率"}, {"recall", "召回率"},
                         {"precision", "精确率"}),
                    "AP");
  const bool each = examples.classes <= kMaxClasses;
  for (const auto& cases : class_cases(examples, class_names)) {
    roc.add_class(cases, roc_line(cases), metrics::roc_auc(cases.positive, cases.scores), each);
    recall.add_class(cases, precision_line(cases),
                     metrics::average_precision(cases.positive, cases.scores), each);
  }
  if (examples.classes > 2) {
    const auto micro = micro_cases(examples);
    roc.add_micro(roc_line(micro), metrics::roc_auc(micro.positive, micro.scores));
    roc.add_macro();
    recall.add_micro(precision_line(micro),
                     metrics::average_precision(micro.positive, micro.scores));
    recall.add_macro();
  }
  Panels panels;
  panels.panels = {roc.finish({chance_line()}), recall.finish({})};
  panels.plot_width = 340;
  panels.plot_height = 300;
  return plot(panels, language);
}

}  // namespace gradus::report
