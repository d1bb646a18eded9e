#include "width_table.h"

#include "seed_grid.h"

#include <algorithm>

namespace gradus::demos {

using report::Text;
using report::text;

std::vector<WidthProblem> width_problems(int64_t examples) {
  const auto request = [&](const char* set) {
    return fmt::format("{},n={},test=1000", set, examples);
  };
  return {{.name = {"XOR", "异或"}, .set = request("xor:noise=0")},
          {.name = {"circles", "同心圆"}, .set = request("circles:noise=0.1")},
          {.name = {"two moons", "双月"}, .set = request("moons:noise=0.1")},
          {.name = {"spirals", "螺旋"}, .set = request("spirals:noise=0.03")}};
}

void train_widths(WidthTable& table, int64_t layers, const std::string& activation,
                  const Recipe& recipe, const Setup& setup) {
  for (auto& problem : table.problems) {
    problem.examples = load_train(fmt::format("{},seed={}", problem.set, setup.seed));
    problem.trainings = seed_grid(table.widths, table.seeds, setup, [&](int64_t width, int64_t i) {
      const auto hidden = std::vector<int64_t>(static_cast<size_t>(width == 0 ? 0 : layers), width);
      return train_on_plane(models::MlpOptions(2, 2).hidden(hidden).activation(activation),
                            problem.set, recipe, setup, setup.seed + static_cast<uint64_t>(i));
    });
  }
}

int64_t solved(const WidthTable& table, const WidthProblem& problem, size_t w) {
  return std::ranges::count_if(problem.trainings.at(w),
                               [&](const auto& one) { return one.accuracy >= table.threshold; });
}

std::optional<size_t> smallest_width(const WidthTable& table, const WidthProblem& problem) {
  for (size_t w = 1; w < table.widths.size(); ++w) {
    if (solved(table, problem, w) >= table.k) return w;
  }
  return std::nullopt;
}

std::vector<std::vector<Text>> rows_of(const WidthTable& table) {
  std::vector<std::vector<Text>> rows;
  for (size_t w = 0; w < table.widths.size(); ++w) {
    rows.push_back(
        {w == 0 ? Text{"0 (a line)", "0（直线）"} : report::number("{}", table.widths[w])});
    for (const auto& problem : table.problems) {
      rows.back().push_back(report::number("{}", solved(table, problem, w)));
    }
  }
  return rows;
}

report::Panels bars_of(const WidthTable& table) {
  report::Panel panel{.x_label = {"width of the hidden layer (units)", "隐层宽度（神经元个数）"},
                      .y_label = {"seeds that solve it", "解决问题的种子数"}};
  panel.y = report::Span{0, 1.1 * static_cast<double>(table.seeds)};
  for (const auto width : table.widths) panel.categories.push_back(report::number("{}", width));
  for (const auto& problem : table.problems) {
    report::Bars bars{.name = problem.name, .values = {}};
    bars.colour = std::ssize(panel.bars) + 2;  // 0 and 1 are the classes'
    for (size_t w = 0; w < table.widths.size(); ++w) {
      bars.values.push_back(static_cast<double>(solved(table, problem, w)));
    }
    panel.bars.push_back(std::move(bars));
  }
  const auto k = static_cast<double>(table.k), last = static_cast<double>(table.widths.size() - 1);
  panel.curves = {{.name = text("needed: {} of {}", "需要：{1} 个中 {0} 个", table.k, table.seeds),
                   .x = {-0.5, last + 0.5},
                   .y = {k, k},
                   .colour = 7,
                   .style = report::Curve::Style::kDashed}};
  return {.panels = {panel}, .plot_width = 560, .plot_height = 220};
}

report::Panels regions_of(const WidthTable& table) {
  report::Panels panels{.columns = 4, .plot_width = 155, .plot_height = 140};
  for (const auto& problem : table.problems) {
    const size_t w = smallest_width(table, problem).value_or(table.widths.size() - 1);
    const auto& median = median_of(problem.trainings[w]);
    const auto width = table.widths[w];
    panels.panels.push_back(
        {.title = {fmt::format("{}: width {}, {:.3f}", problem.name.en, width, median.accuracy),
                   fmt::format("{}：宽度 {}，{:.3f}", problem.name.zh, width, median.accuracy)},
         .x_label = "x₁",
         .y_label = "x₂",
         .region = median.region,
         .marks = marks_of(problem.examples, 200)});
  }
  return panels;
}

}  // namespace gradus::demos
