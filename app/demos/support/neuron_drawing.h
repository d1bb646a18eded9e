/// One neuron with all its numbers: inputs, weights, the sum z, and what activations make of it.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/text.h"

#include <string>
#include <vector>

namespace gradus::demos {

struct NeuronDrawing {
  /// One activation: its value at z, and its curve around z.
  struct Output {
    std::string name;
    double value;
    std::vector<double> x, y;
  };
  std::vector<double> inputs, weights;  ///< as many of each
  double bias, z;
  std::vector<Output> outputs;  ///< at least one
  std::string chosen;           ///< the output whose line is drawn strongly
};

/// Throws `std::invalid_argument` for other counts of inputs and weights, and for no outputs.
report::Figure neuron_drawing(const NeuronDrawing& drawing, report::Language language);

}  // namespace gradus::demos
