/// A multilayer perceptron as a reader sees it: counted, drawn and summarised.
#pragma once
#include "gradus/models/mlp.h"
#include "gradus/report/network_diagram.h"
#include "stage.h"

#include <vector>

namespace gradus::demos {

struct MlpParts {
  std::vector<int64_t> widths =
      {};                   ///< the inputs, then each linear layer's, read from its weights
  int64_t activations = 0;  ///< after linear layers; the identity is none
  int64_t parameters = 0;
  int64_t learned_slopes = 0;  ///< parameters that belong to activations (PReLU)
};
/// For networks of linear layers and activations alone.
MlpParts parts_of(const models::Mlp& model);

/// The network with its weights. In the nodes stand `values`, a vector a layer with the inputs
/// first; without them the neurons' names.
report::NetworkDiagram mlp_diagram(const models::Mlp& model,
                                   const std::vector<std::vector<double>>& values = {});

/// What each layer is, returns and learns, and for linear ones how (n + 1) · m counts it.
void show_summary(Stage& stage, const models::Mlp& model);

}  // namespace gradus::demos
