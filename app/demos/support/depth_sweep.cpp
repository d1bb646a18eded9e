#include "depth_sweep.h"

#include "seed_curve.h"
#include "seed_results.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos {

using report::number;
using report::Text;

std::vector<double> mean_accuracies(const DepthSweep& sweep, int64_t from, int64_t to) {
  std::vector<std::vector<double>> several;
  for (const auto& network : sweep.networks) {
    if (network.depth() >= from && network.depth() <= to) several.push_back(network.accuracies);
  }
  return mean_by_seed(several);
}

report::Estimate change_from_three_layers(const DepthSweep& sweep, const DepthNetwork& network) {
  return report::paired_difference(network.accuracies, sweep.networks.at(1).accuracies);
}

std::vector<std::vector<Text>> table_rows(const DepthSweep& sweep) {
  std::vector<std::vector<Text>> rows;
  for (const auto& network : sweep.networks) {
    const auto [narrow, wide] = std::ranges::minmax(network.hidden);
    rows.push_back({number("{}", network.depth()), number("{}", network.depth() + 1),
                    narrow == wide ? number("{}", wide) : number("{}–{}", narrow, wide),
                    number("{}", network.parameters),
                    mean_deviation(report::estimate(network.accuracies)),
                    points_cell(change_from_three_layers(sweep, network))});
  }
  return rows;
}

std::vector<report::Panel> depth_panels(const DepthSweep& sweep, int64_t colour, double margin) {
  constexpr double kPercent = 100, kMargin = 0.3;
  std::vector<double> depths;
  std::vector<std::vector<double>> accuracies;
  std::vector<report::Estimate> changes;
  for (const auto& network : sweep.networks) {
    depths.push_back(static_cast<double>(network.depth()));
    accuracies.push_back(network.accuracies);
    for (double& accuracy : accuracies.back()) accuracy *= kPercent;
    changes.push_back(change_from_three_layers(sweep, network));
  }
  const report::Span x{depths.front() - kMargin, depths.back() + kMargin};
  const Text x_label{"hidden layers (layers: one more)", "隐层数（总层数多 1）"};
  return {
      {.title = sweep.data,
       .x_label = x_label,
       .y_label = {"test accuracy (%)", "测试准确率（%）"},
       .x = x,
       .curves = {seed_curve({}, depths, accuracies, colour)}},
      {.title = report::text("{}, change from three layers", "{}，相对 3 层网络的变化", sweep.data),
       .x_label = x_label,
       .y_label = {"change (points)", "变化（百分点）"},
       .x = x,
       .curves = {interval_curve({}, depths, changes, colour, kPercent), level_line(-margin, x),
                  level_line(margin, x)}}};
}

}  // namespace gradus::demos
