/// Where a function of one variable has a slope: by autograd, and by difference quotients.
#pragma once
#include "gradus/report/panel.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace gradus::demos {

struct Slopes {
  int64_t points = 0;
  int64_t nonzero = 0;  ///< points where autograd's f'(z) is not exactly 0
  /// Share of points where (f(z + h) - f(z - h)) / 2h is not exactly 0, one a half width h.
  std::vector<double> quotients = {};
};

/// The activation `text`, as `make_activation` takes it, at the places `z`, in their type.
Slopes slopes_of(const std::string& text, const torch::Tensor& z, const std::vector<double>& h);

/// f(z) and f'(z) by autograd.
struct ValueAndSlope {
  torch::Tensor value, slope;
};
ValueAndSlope value_and_slope(const std::string& text, const torch::Tensor& z);

struct DrawnUnit {
  report::Text name;
  std::string activation;
  int64_t colour;
  report::Curve::Style style = report::Curve::Style::kLine;
};

/// Two panels over z: y = f(z), and f'(z) by autograd.
std::vector<report::Panel> unit_panels(const std::vector<DrawnUnit>& units, report::Span z);

}  // namespace gradus::demos
