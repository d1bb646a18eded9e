#include "gradus/training/layer_figures.h"

#include <limits>

#include "catch.h"

using gradus::training::EpochFigures;
using gradus::training::layer_findings;
using gradus::training::LayerFigures;
using Kind = LayerFigures::Kind;

namespace {

LayerFigures linear(const std::string& name, double gradient, double change = 0.01) {
  LayerFigures layer;
  layer.name = name;
  layer.kind = Kind::kLinear;
  layer.units = 128;
  layer.gradient = gradient;
  layer.change = change;
  return layer;
}

LayerFigures activation(const std::string& name, Kind kind, double dead, double flat) {
  LayerFigures layer;
  layer.name = name;
  layer.kind = kind;
  layer.units = 128;
  layer.dead = dead;
  layer.flat = flat;
  return layer;
}

std::vector<std::string> findings(std::vector<LayerFigures> layers) {
  return layer_findings({1, std::move(layers)});
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Nothing is found in a healthy network, half-flat rectifiers included") {
  CHECK(findings({linear("layer 1 (linear)", 0.1),
                  activation("layer 2 (relu)", Kind::kRectifier, 0.05, 0.6),
                  linear("layer 3 (linear)", 1),
                  activation("layer 4 (tanh)", Kind::kSaturating, 0, 0.3),
                  linear("layer 5 (linear)", 2)})
            .empty());
  CHECK(findings({}).empty());
}

TEST_CASE("Dead and saturated units are counted in words") {
  CHECK(findings({activation("layer 2 (relu)", Kind::kRectifier, 0.37, 0.8)}) ==
        Lines{"layer 2 (relu): 37 % of 128 units are dead"});
  CHECK(findings({activation("layer 2 (tanh)", Kind::kSaturating, 0.2, 0.8)}) ==
        Lines{"layer 2 (tanh): 20 % of 128 units are saturated for every row"});
  CHECK(findings({activation("layer 2 (tanh)", Kind::kSaturating, 0.02, 0.8)}) ==
        Lines{"layer 2 (tanh): 80 % of the outputs are saturated"});
}

TEST_CASE("Gradients that change a thousandfold on their way back vanish or explode") {
  CHECK(findings({linear("layer 1 (linear)", 1e-6), linear("layer 3 (linear)", 1e-4),
                  linear("layer 5 (linear)", 0.01)}) ==
        Lines{"gradients shrink 10000-fold from layer 5 (linear) to layer 1 (linear): vanishing"});
  CHECK(findings({linear("layer 1 (linear)", 2000), linear("layer 3 (linear)", 1)}) ==
        Lines{"gradients grow 2000-fold from layer 3 (linear) to layer 1 (linear): exploding"});
  CHECK(findings({linear("layer 1 (linear)", 1), linear("layer 3 (linear)", 999)}).empty());
}

TEST_CASE(
    "Gradients that are missing or not finite have a line, unless there is nothing left to learn") {
  CHECK(findings({linear("layer 1 (linear)", 0, 0), linear("layer 3 (linear)", 1)}) ==
        Lines{"layer 1 (linear): no gradient arrives"});
  CHECK(findings({linear("layer 1 (linear)", std::numeric_limits<double>::infinity()),
                  linear("layer 3 (linear)", 1)}) ==
        Lines{"layer 1 (linear): the gradient is not finite"});
  CHECK(findings({linear("layer 1 (linear)", 0, 0), linear("layer 3 (linear)", 0, 0)}).empty());
}

TEST_CASE("Weights that stand still or are thrown about have a line") {
  CHECK(findings({linear("layer 1 (linear)", 1, 3e-8)}) ==
        Lines{"layer 1 (linear): the weights stand still, 3e-08 of their size an epoch"});
  CHECK(
      findings({linear("layer 1 (linear)", 1, 2.5)}) ==
      Lines{"layer 1 (linear): the weights moved by 2.5 times their size in an epoch; try a lower "
            "learning rate"});
}
