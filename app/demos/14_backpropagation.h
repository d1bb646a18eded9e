/// Back-propagation: the chain rule by hand, and gradient descent with it.
#pragma once
#include "autograd_graph.h"
#include "demo.h"
#include "gradient_check.h"
#include "loss_surface.h"
#include "two_layer.h"

#include <string>
#include <vector>

namespace gradus::demos::backpropagation {

struct Options {
  int64_t hidden, examples, networks, steps;
  double learning_rate;
  std::string activation;
};

/// What the way from the inputs to the loss leaves for the way back.
struct Forward {
  torch::Tensor z1, a1, y, loss;  ///< [N, H], [N, H], [N, K], []
};

/// The loss' gradients, each of the shape of what it is named after.
struct Gradients {
  torch::Tensor y, w2, b2, a1, z1, w1, b1;
};

struct Result {
  std::vector<GradientCheck> checks;  ///< of all networks
  std::vector<GraphNode> graph = {};  ///< of the first network
  Descent descent = {};
};

Options read_options(const Settings& settings, bool quick);
Forward forward(const TwoLayerNetwork& network, const torch::Tensor& x,
                const torch::Tensor& targets);
Gradients backward(const TwoLayerNetwork& network, const torch::Tensor& x,
                   const torch::Tensor& targets, const Forward& pass);
/// The loss of y = w₂ f(w₁ x) on data that w₁ = w₂ = 1.5 made, with noise.
LossFunction two_weights(const Options& options, uint64_t seed);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::backpropagation
