/// How the layers of a network fare, as numbers and in words.
#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace gradus::training {

/// One layer on a sample of rows. NaN stands for what a layer does not have.
struct LayerFigures {
  /// A figure that the layer does not have.
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  /// What a layer's figures are judged as.
  enum class Kind {
    kLinear,      ///< dense: inputs times weights
    kRectifier,   ///< flat on one side at most: relu, elu, gelu, …
    kSaturating,  ///< flat on both: sigmoid, tanh, hardtanh
    kOther,       ///< none of these, or not known
  };

  std::string name;  ///< "layer 2 (relu)"; of a model that does not tell its layers, a parameter's
  Kind kind = Kind::kOther;  ///< which findings are looked for
  int64_t units = 0;         ///< outputs a row; 0 where unknown
  double mean = kNone,       ///< of the outputs
      deviation = kNone;     ///< standard deviation of the outputs
  /// Of an activation: the share of units where no row finds more than a thousandth of the steepest
  /// slope, so that nothing is learnt through them.
  double dead = kNone;
  /// Of an activation: the share of outputs where the slope is below a twentieth of the steepest.
  double flat = kNone;
  double gradient = kNone;  ///< 2-norm of the loss's gradient by the layer's parameters
  double change = kNone;    ///< of its parameters over the epoch, as a share of their 2-norm
};

/// All layers at the end of an epoch.
struct EpochFigures {
  int64_t epoch;                     ///< from 1
  std::vector<LayerFigures> layers;  ///< from the inputs to the outputs
};

/// What is wrong with them, a line each, worst first: gradients that are not finite, do not arrive,
/// vanish or explode on their way back through the layers; dead and saturated units; weights that
/// stand still or are thrown about. Empty when nothing is.
std::vector<std::string> layer_findings(const EpochFigures& figures);

}  // namespace gradus::training
