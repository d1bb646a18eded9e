#include "seed_curve.h"

#include <stdexcept>

namespace gradus::demos {

using report::Curve;
using report::Estimate;

report::Curve seed_curve(report::Text name, const std::vector<double>& x,
                         const std::vector<std::vector<double>>& values, int64_t colour,
                         Curve::Style style) {
  if (x.size() != values.size()) throw std::invalid_argument("seed_curve: different counts");
  Curve curve{.name = std::move(name), .x = x, .y = {}, .colour = colour, .style = style};
  for (const auto& of_seeds : values) {
    const Estimate estimate = report::estimate(of_seeds);
    curve.y.push_back(estimate.mean);
    curve.low.push_back(estimate.mean - estimate.deviation);
    curve.high.push_back(estimate.mean + estimate.deviation);
  }
  return curve;
}

report::Curve interval_curve(report::Text name, const std::vector<double>& x,
                             const std::vector<Estimate>& estimates, int64_t colour, double unit) {
  if (x.size() != estimates.size()) throw std::invalid_argument("interval_curve: other counts");
  Curve curve{.name = std::move(name),
              .x = x,
              .y = {},
              .colour = colour,
              .style = Curve::Style::kLinePoints};
  for (const Estimate& estimate : estimates) {
    curve.y.push_back(unit * estimate.mean);
    curve.low.push_back(unit * estimate.low);
    curve.high.push_back(unit * estimate.high);
  }
  return curve;
}

std::vector<Curve> test_and_training(const report::Text& name, const std::vector<double>& x,
                                     const std::vector<std::vector<double>>& test,
                                     const std::vector<std::vector<double>>& training,
                                     int64_t colour) {
  return {seed_curve({name.en + ", test", name.zh + "，测试"}, x, test, colour),
          seed_curve({name.en + ", training", name.zh + "，训练"}, x, training, colour,
                     Curve::Style::kDashed)};
}

report::Curve level_line(double y, report::Span x) {
  constexpr int64_t kBlack = 7;
  return {.x = {x.min, x.max},
          .y = {y, y},
          .colour = kBlack,
          .style = Curve::Style::kDashed,
          .width = 1};
}

}  // namespace gradus::demos
