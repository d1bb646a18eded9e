#include "weight_sweep.h"

#include "experiment.h"
#include "gradus/report/statistics.h"

#include <torch/nn/modules/linear.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace gradus::demos {

torch::Tensor weight_at(models::Mlp& model, WeightPlace place) {
  int64_t layer = 0;
  for (const auto& module : model->layers->children()) {
    const auto* linear = module->as<torch::nn::LinearImpl>();
    if (linear == nullptr || ++layer != place.layer) continue;
    const auto& weight = linear->weight;
    if (place.unit < 1 || place.unit > weight.size(0)) break;
    if (place.input < 1 || place.input > weight.size(1)) break;
    return weight[place.unit - 1][place.input - 1];
  }
  throw std::out_of_range("weight_at: the network has no such weight");
}

torch::Tensor outputs_over(models::Mlp& model, WeightPlace place, const std::vector<double>& values,
                           const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradient;
  auto weight = weight_at(model, place);
  std::vector<torch::Tensor> outputs;
  for (const double value : values) {
    weight.fill_(value);
    outputs.push_back(model->forward(inputs).squeeze(1));
  }
  return torch::stack(outputs).cpu();
}

WeightSweep read_sweep(const torch::Tensor& outputs, int64_t finest, int64_t shown) {
  WeightSweep sweep;
  sweep.shown = to_vector(outputs.select(1, shown));
  for (int64_t stride = finest; stride >= 1; stride /= 2) {
    const auto rows = outputs.slice(0, 0, std::nullopt, stride);
    const auto changes = (rows.slice(0, 1) - rows.slice(0, 0, -1)).abs();
    sweep.jumps.push_back(changes.max().item<double>());
    if (stride < finest) continue;
    sweep.flips = changes.eq(1).sum().item<int64_t>();
    sweep.partial = changes.ne(0).sum().item<int64_t>() - sweep.flips;
  }
  return sweep;
}

std::vector<double> largest_jumps(const std::vector<WeightSweep>& sweeps, size_t k) {
  std::vector<double> jumps;
  for (const auto& sweep : sweeps) jumps.push_back(sweep.jumps.at(k));
  std::ranges::sort(jumps);
  return jumps;
}

std::optional<report::Span> halving_factors(const std::vector<WeightSweep>& sweeps) {
  std::optional<report::Span> factors;
  for (const auto& sweep : sweeps) {
    for (size_t k = 1; k < sweep.jumps.size(); ++k) {
      if (sweep.jumps[k - 1] == 0) continue;
      const double factor = sweep.jumps[k] / sweep.jumps[k - 1];
      if (!factors) factors = {factor, factor};
      factors = {std::min(factors->min, factor), std::max(factors->max, factor)};
    }
  }
  return factors;
}

report::Curve jump_curve(const std::vector<WeightSweep>& sweeps,
                         const std::vector<double>& deltas) {
  report::Curve curve{.x = deltas, .y = {}, .style = report::Curve::Style::kLinePoints};
  for (size_t k = 0; k < deltas.size(); ++k) {
    auto jumps = largest_jumps(sweeps, k);
    std::erase(jumps, 0.0);
    if (jumps.empty()) jumps = {std::numeric_limits<double>::quiet_NaN()};
    curve.y.push_back(report::median(jumps));
    curve.low.push_back(jumps.front()), curve.high.push_back(jumps.back());
  }
  return curve;
}

report::Curve thinned(const std::vector<double>& x, const std::vector<double>& y) {
  constexpr size_t kPoints = 150;
  const size_t stride = (x.size() + kPoints - 1) / kPoints;
  report::Curve curve;
  for (size_t i = 0; i < x.size(); i += stride) curve.x.push_back(x[i]), curve.y.push_back(y.at(i));
  return curve;
}

}  // namespace gradus::demos
