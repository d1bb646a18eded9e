/// A network as circles and lines: widths are weights, colours are signs.
#pragma once
#include "gradus/report/figure.h"
#include "gradus/report/text.h"

#include <vector>

namespace gradus::report {

/// What is drawn, from the inputs (left) to the outputs.
struct NetworkDiagram {
  /// A column of nodes.
  struct Layer {
    Text title = {};               ///< above the layer
    std::vector<Text> nodes = {};  ///< written into the circles; at least one
  };
  /// The weights between two layers next to each other.
  struct Connection {
    std::vector<std::vector<double>> weights = {};  ///< [to][from]
    std::vector<double> biases = {};                ///< [to]; may be empty
  };
  std::vector<Layer> layers;            ///< at least two
  std::vector<Connection> connections;  ///< one fewer than layers
  bool numbers = false;                 ///< weights and biases written to lines and nodes
};

/// Layers of more than 12 nodes show their first and last ones. Throws `std::invalid_argument` when
/// the connections do not fit the layers.
Figure network_diagram(const NetworkDiagram& diagram, Language language);

}  // namespace gradus::report
