#include "race.h"

#include "gradus/report/statistics.h"
#include "seed_curve.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos {
namespace {

constexpr size_t kMostCurves = 7;   // of distinct colours
constexpr size_t kMostPoints = 80;  // of a curve

report::Curve loss_curve(const Runner& runner, int64_t colour) {
  const size_t epochs = runner.losses.size();
  const size_t stride = (epochs + kMostPoints - 1) / kMostPoints;
  std::vector<double> x;
  std::vector<std::vector<double>> losses;
  for (size_t epoch = 0; epoch < epochs; ++epoch) {
    if (epoch % stride != 0 && epoch + 1 != epochs) continue;
    x.push_back(double(epoch + 1));
    losses.push_back(runner.losses[epoch]);
  }
  return seed_curve(runner.name, x, losses, colour, report::Curve::Style::kLine);
}

report::Panel accuracy_panel(const std::vector<Runner>& runners) {
  report::Panel panel{.title = {"Test accuracy and its 95 % interval", "测试准确率及其 95 % 区间"},
                      .y_label = {"accuracy", "准确率"}};
  report::Bars bars{.name = {}, .values = {}};
  double lowest = 1;
  for (const auto& runner : runners) {
    const auto accuracy = report::estimate(runner.accuracies);
    panel.categories.push_back(runner.name);
    bars.values.push_back(accuracy.mean);
    bars.low.push_back(std::max(accuracy.low, 0.0));
    bars.high.push_back(std::min(accuracy.high, 1.0));
    lowest = std::min(lowest, bars.low.back());
  }
  panel.y = report::Span{std::max(0.0, lowest - 0.05), 1};
  panel.bars = {bars};
  return panel;
}

}  // namespace

std::vector<Runner> run_race(const std::vector<std::string>& names, int64_t seeds,
                             const std::function<torch::nn::AnyModule(const std::string&)>& build,
                             const TrainTest& data, const Recipe& recipe, const Setup& setup) {
  std::vector<Runner> runners;
  for (const auto& name : names) runners.push_back({name});
  std::vector<training::Trainer> trainers;
  for (int64_t i = 0; i < seeds; ++i) {
    const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
    for (const auto& name : names) {
      auto model = seeded(seed, [&] { return build(name); });
      trainers.push_back(make_trainer(model, recipe, setup, seed, Company::kOthers));
    }
  }
  const auto histories = fit_all(trainers, data.train);
  for (size_t i = 0; i < trainers.size(); ++i) {
    auto& runner = runners[i % runners.size()];
    runner.accuracies.push_back(accuracy(trainers[i], data.test));
    const auto& epochs = histories[i].epochs;
    runner.losses.resize(epochs.size());
    for (size_t epoch = 0; epoch < epochs.size(); ++epoch) {
      runner.losses[epoch].push_back(epochs[epoch].train_loss);
    }
  }
  return runners;
}

std::vector<double> group_accuracies(const std::vector<Runner>& runners,
                                     const std::function<bool(size_t)>& chosen) {
  std::vector<double> means;
  double count = 0;
  for (size_t i = 0; i < runners.size(); ++i) {
    if (!chosen(i)) continue;
    const auto& accuracies = runners[i].accuracies;
    means.resize(accuracies.size());
    for (size_t seed = 0; seed < means.size(); ++seed) means[seed] += accuracies[seed];
    ++count;
  }
  for (double& mean : means) mean /= count;
  return means;
}

void show_race(Stage& stage, const std::vector<Runner>& runners) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto& runner : runners) {
    const auto loss = report::estimate(runner.losses.back());
    rows.push_back({runner.name, mean_deviation(report::estimate(runner.accuracies)),
                    report::number("{:.3g} ± {:.2g}", loss.mean, loss.deviation)});
  }
  stage.table({"The race: mean ± deviation over seeds", "训练对比：均值 ± 种子间标准差"},
              {{"function", "函数"},
               {"test accuracy", "测试准确率"},
               {"training loss at the end", "最终训练损失"}},
              rows);
}

report::Panels race_picture(const std::vector<Runner>& runners) {
  report::Panels panels{.plot_width = 300, .plot_height = 220};
  for (size_t first = 0; first < runners.size(); first += kMostCurves) {
    report::Panel panel{.title = {"Training loss", "训练损失"},
                        .x_label = {"epoch", "轮次"},
                        .y_label = {"cross-entropy", "交叉熵"}};
    double highest = 0;
    for (size_t i = first; i < std::min(first + kMostCurves, runners.size()); ++i) {
      panel.curves.push_back(loss_curve(runners[i], static_cast<int64_t>(i - first)));
      highest = std::max(highest, std::ranges::max(panel.curves.back().high));
    }
    panel.y = report::Span{0, std::max(1.05 * highest, 1e-6)};  // no loss below 0, whatever a band
    panels.panels.push_back(std::move(panel));
  }
  panels.panels.push_back(accuracy_panel(runners));
  panels.columns = static_cast<int>(std::min<size_t>(panels.panels.size(), 3));
  return panels;
}

}  // namespace gradus::demos
