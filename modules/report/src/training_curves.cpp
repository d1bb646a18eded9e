#include "gradus/report/training_curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

namespace gradus::report {
namespace {

using training::EpochRecord;
using training::History;
using training::MetricValues;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kMaxPoints = 40;  // above that, lines alone

double value_of(const MetricValues& values, const std::string& name) {
  for (const auto& [key, value] : values) {
    if (key == name) return value;
  }
  return kMissing;
}

std::string number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "NaN";
}

struct Panel {
  std::string title, block;  // the data block's name
  std::string rows = {};
  bool train = false, validation = false;  // whether there is a value
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;

  void add(int64_t epoch, double train_value, double validation_value) {
    train = train || std::isfinite(train_value);
    validation = validation || std::isfinite(validation_value);
    rows += fmt::format("{} {} {}\n", epoch, number(train_value), number(validation_value));
    for (const double value : {train_value, validation_value}) {
      if (!std::isfinite(value)) continue;
      lowest = std::min(lowest, value);
      highest = std::max(highest, value);
    }
  }

  /// With some room, but not below 0 where no value is, nor above 1 for a share.
  std::string range() const {
    const double span = highest - lowest;
    const double room = span > 0 ? 0.04 * span : highest == 0 ? 0.5 : 0.1 * std::abs(highest);
    const bool positive = lowest >= 0, share = positive && highest <= 1 && title != "loss";
    return fmt::format("set yrange [{}:{}]\n",
                       positive ? std::max(0.0, lowest - room) : lowest - room,
                       share ? std::min(1.0, highest + room) : highest + room);
  }
};

std::optional<std::string> first_metric(const History& history) {
  for (const EpochRecord& record : history.epochs) {
    if (!record.train_metrics.empty()) return record.train_metrics.front().first;
    if (!record.validation_metrics.empty()) return record.validation_metrics.front().first;
  }
  return std::nullopt;
}

std::vector<Panel> panels_of(const History& history) {
  std::vector<Panel> panels = {{"loss", "$loss"}};
  for (const EpochRecord& r : history.epochs) {
    panels.front().add(r.epoch, r.train_loss, r.validation_loss.value_or(kMissing));
  }
  if (const auto metric = first_metric(history)) {
    panels.push_back({*metric, "$metric"});
    for (const EpochRecord& r : history.epochs) {
      panels.back().add(r.epoch, value_of(r.train_metrics, *metric),
                        value_of(r.validation_metrics, *metric));
    }
  }
  return panels;
}

std::string plot(const Panel& panel, const char* style) {
  const auto curve = [&](int column, const char* name, int64_t colour, int point) {
    return fmt::format(
        "{} using 1:{} with {} linewidth 2 linecolor rgb '{}' pointtype {} pointsize 0.5 title "
        "'{}'",
        panel.block, column, style, class_colour(colour), point, name);
  };
  std::string curves;
  if (panel.train) curves += curve(2, "training", 0, 7);
  if (panel.validation) curves += (curves.empty() ? "" : ", ") + curve(3, "validation", 1, 5);
  // Without a single finite value there is nothing to scale the axes by.
  if (curves.empty()) {
    return "set label 99 'no finite values' at graph 0.5,0.5 center\nset yrange [0:1]\nplot NaN\n"
           "unset label 99\nset yrange [*:*]\n";
  }
  return panel.range() + "plot " + curves + "\n";
}

}  // namespace

Figure training_curves(const History& history) {
  if (history.epochs.empty()) throw std::invalid_argument("training_curves: no epochs");
  const auto panels = panels_of(history);
  const size_t epochs = history.epochs.size();
  const int64_t first = history.epochs.front().epoch, last = history.epochs.back().epoch;
  const char* style = epochs > kMaxPoints ? "lines" : "linespoints";

  Figure figure{460 * static_cast<int>(panels.size()), 340, "", ""};
  const double margin = epochs == 1 ? 0.5 : 0.02 * static_cast<double>(last - first);
  figure.commands = fmt::format(
      "set multiplot layout 1,{}\nset xlabel 'epoch'\nset xrange [{}:{}]\n"
      "set key above right horizontal samplen 2\n{}",
      panels.size(), static_cast<double>(first) - margin, static_cast<double>(last) + margin,
      last - first < 10 ? "set xtics 1\n" : "");
  for (const Panel& panel : panels) {
    figure.data += fmt::format("{} << END_OF_DATA\n{}END_OF_DATA\n", panel.block, panel.rows);
    figure.commands +=
        fmt::format("set ylabel {}\n{}", text_literal(panel.title), plot(panel, style));
  }
  figure.commands += "unset multiplot\n";
  return figure;
}

}  // namespace gradus::report
