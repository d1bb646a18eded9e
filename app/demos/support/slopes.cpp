#include "slopes.h"

#include "experiment.h"
#include "gradus/models/activation.h"

#include <algorithm>

namespace gradus::demos {

ValueAndSlope value_and_slope(const std::string& text, const torch::Tensor& z) {
  auto f = models::make_activation(text);
  f.ptr()->to(z.device(), z.scalar_type());
  const auto places = z.detach().clone().requires_grad_();
  const auto value = f.forward(places);
  value.sum().backward();
  return {value.detach(), places.grad()};
}

Slopes slopes_of(const std::string& text, const torch::Tensor& z, const std::vector<double>& h) {
  Slopes slopes{z.numel(), value_and_slope(text, z).slope.ne(0).sum().item<int64_t>(), {}};
  for (const double width : h) {
    const auto rise =
        value_and_slope(text, z + width).value - value_and_slope(text, z - width).value;
    slopes.quotients.push_back(rise.ne(0).sum().item<double>() / static_cast<double>(z.numel()));
  }
  return slopes;
}

std::vector<report::Panel> unit_panels(const std::vector<DrawnUnit>& units, report::Span z) {
  constexpr int64_t kPoints = 121;
  const auto places = torch::linspace(z.min, z.max, kPoints, torch::kFloat64);
  report::Panel values{.title = {"Output y = f(z)", "输出 y = f(z)"}, .y_label = "y"};
  report::Panel slopes{.title = {"Derivative f′(z)", "导数 f′(z)"}, .y_label = "f′(z)"};
  for (auto* panel : {&values, &slopes}) panel->x_label = "z = w·x + b", panel->x = z;
  for (const auto& unit : units) {
    const auto [value, slope] = value_and_slope(unit.activation, places);
    report::Curve curve{.name = unit.name, .x = to_vector(places), .y = to_vector(value)};
    curve.colour = unit.colour, curve.style = unit.style;
    values.curves.push_back(curve);
    curve.y = to_vector(slope);
    slopes.curves.push_back(std::move(curve));
  }
  constexpr double kMargin = 0.05;  // so that no curve lies on the frame
  for (auto* panel : {&values, &slopes}) {
    double low = 0, high = 0;
    for (const auto& curve : panel->curves) {
      const auto [least, most] = std::ranges::minmax(curve.y);
      low = std::min(low, least), high = std::max(high, most);
    }
    const double margin = kMargin * std::max(high - low, 1e-6);
    panel->y = {low - margin, high + margin};
  }
  return {values, slopes};
}

}  // namespace gradus::demos
