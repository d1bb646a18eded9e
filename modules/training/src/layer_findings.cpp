#include "gradus/training/layer_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gradus::training {
namespace {

/// A tenth of a layer that learns nothing is worth a line.
constexpr double kManyDead = 0.1;
/// With most outputs flat, a layer hands on little of the gradient that it gets.
constexpr double kManyFlat = 0.5;
/// Plain gradient descent then moves one end of the network a thousand times faster than the other,
/// so that no learning rate suits both.
constexpr double kFold = 1000;
/// Below, the loss is as good as 0, and ratios of its gradients say nothing.
constexpr double kNoGradient = 1e-12;
/// In a thousand such epochs the weights would move by a thousandth.
constexpr double kStandsStill = 1e-6;
/// Weights that move by more than their own size in an epoch keep nothing of what was learnt.
constexpr double kThrownAbout = 1;

using Findings = std::vector<std::string>;

void judge_parameters(const LayerFigures& layer, Findings& findings) {
  if (std::isnan(layer.change)) return;  // nothing learnt in it, or nothing to compare with
  if (!std::isfinite(layer.gradient)) {
    findings.push_back(fmt::format("{}: the gradient is not finite", layer.name));
  } else if (layer.gradient == 0) {
    findings.push_back(fmt::format("{}: no gradient arrives", layer.name));
  } else if (layer.change < kStandsStill) {
    findings.push_back(fmt::format("{}: the weights stand still, {:.0e} of their size an epoch",
                                   layer.name, layer.change));
  } else if (layer.change > kThrownAbout) {
    findings.push_back(fmt::format(
        "{}: the weights moved by {:.3g} times their size in an epoch; try a lower learning rate",
        layer.name, layer.change));
  }
}

void judge_units(const LayerFigures& layer, Findings& findings) {
  const bool saturates = layer.kind == LayerFigures::Kind::kSaturating;
  if (layer.dead >= kManyDead) {
    findings.push_back(fmt::format("{}: {:.0f} % of {} units are {}", layer.name, 100 * layer.dead,
                                   layer.units, saturates ? "saturated for every row" : "dead"));
  } else if (saturates && layer.flat >= kManyFlat) {
    findings.push_back(
        fmt::format("{}: {:.0f} % of the outputs are saturated", layer.name, 100 * layer.flat));
  }
}

/// From the last linear layer to the first.
void judge_way_back(const EpochFigures& figures, Findings& findings) {
  const LayerFigures *first = nullptr, *last = nullptr;
  for (const auto& layer : figures.layers) {
    if (layer.kind != LayerFigures::Kind::kLinear || !std::isfinite(layer.gradient)) continue;
    if (first == nullptr) first = &layer;
    last = &layer;
  }
  // One that is exactly 0 has a line of its own.
  if (first == last || first->gradient == 0 || last->gradient == 0) return;
  const double growth = first->gradient / last->gradient;
  if (growth <= 1 / kFold) {
    findings.push_back(fmt::format("gradients shrink {:.0f}-fold from {} to {}: vanishing",
                                   1 / growth, last->name, first->name));
  } else if (growth >= kFold) {
    findings.push_back(fmt::format("gradients grow {:.0f}-fold from {} to {}: exploding", growth,
                                   last->name, first->name));
  }
}

}  // namespace

Findings layer_findings(const EpochFigures& figures) {
  Findings findings;
  const bool learns = std::ranges::any_of(figures.layers, [](const LayerFigures& layer) {
    return !std::isfinite(layer.gradient) || layer.gradient > kNoGradient;
  });
  if (learns) {
    judge_way_back(figures, findings);
    for (const auto& layer : figures.layers) judge_parameters(layer, findings);
  }
  for (const auto& layer : figures.layers) judge_units(layer, findings);
  return findings;
}

}  // namespace gradus::training
