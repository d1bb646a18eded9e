/// How the layers of a network fare, as numbers and in words.
#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace gradus::training {

/// One layer on a sample of rows. NaN stands for what a layer does not have.
struct LayerFigures {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  enum class Kind {
    kLinear,
    kRectifier,   ///< flat on one side at most: relu, elu, gelu, …
    kSaturating,  ///< flat on both: sigmoid, tanh, hardtanh
    kOther,
  };

  std::string name;  ///< "layer 2 (relu)"; of a model that does not tell its layers, a parameter's
  Kind kind = Kind::kOther;
  int64_t units = 0;                       ///< outputs a row; 0 where unknown
  double mean = kNone, deviation = kNone;  ///< of the outputs
  /// Of an activation: the share of units where no row finds more than a thousandth of the steepest
  /// slope, so that nothing is learnt through them.
  double dead = kNone;
  /// Of an activation: the share of outputs where the slope is below a twentieth of the steepest.
  double flat = kNone;
  double gradient = kNone;  ///< 2-norm of the loss's gradient by the layer's parameters
  double change = kNone;    ///< of its parameters over the epoch, as a share of their 2-norm
};

struct EpochFigures {
  int64_t epoch;  ///< from 1
  std::vector<LayerFigures> layers;
};

/// What is wrong with them, a line each, worst first: gradients that are not finite, do not arrive,
/// vanish or explode on their way back through the layers; dead and saturated units; weights that
/// stand still or are thrown about. Empty when nothing is.
std::vector<std::string> layer_findings(const EpochFigures& figures);

}  // namespace gradus::training
