/// The graph that autograd recorded, walked from the loss back to the parameters.
#pragma once
#include "demo.h"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::demos {

struct GraphNode {
  std::string branch;                   ///< the tree's lines before the name
  std::string name;                     ///< as LibTorch calls it, e.g. `TanhBackward0`
  std::vector<int64_t> gradient_shape;  ///< of the gradient that arrives here
  std::string tensor = {};              ///< what it is the gradient of, where that has a name
};

/// The nodes behind `loss`, depth first, as an indented tree; one that is reached twice is listed
/// twice, without what is behind it the second time. `tensors` are the results and parameters to
/// recognise, by `names`.
std::vector<GraphNode> autograd_graph(const torch::Tensor& loss,
                                      const std::vector<std::string>& names,
                                      const std::vector<torch::Tensor>& tensors);

/// The tree, a node a row, with the gradient that arrives at each.
void show(Stage& stage, const std::vector<GraphNode>& graph);

}  // namespace gradus::demos
