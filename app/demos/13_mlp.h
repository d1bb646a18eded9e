/// The multilayer perceptron, looked at from inside: layers, numbers, single neurons.
#pragma once
#include "demo.h"
#include "gradus/models/mlp.h"
#include "mlp_diagram.h"

#include <string>
#include <vector>

namespace gradus::demos::mlp {

struct Options {
  int64_t inputs, outputs, rows;
  std::vector<int64_t> hidden;
  std::string activation;
};

struct Result {
  MlpParts parts = {};
  double neuron_error = 0;  ///< `neuron_error` below
};

Options read_options(const Settings& settings, bool quick);
/// The network in float64, so that 1e-6 is far from rounding at any width.
models::Mlp make_network(const Options& options, const Setup& setup);

/// One row's way through the network neuron by neuron, f(Σ wᵢ xᵢ + b) in plain loops: the row
/// itself, then the outputs of each layer.
std::vector<std::vector<double>> run_neurons(models::Mlp& model, std::vector<double> row);
/// Largest difference of `model->forward` and `run_neurons` on random rows, relative to the largest
/// output.
double neuron_error(models::Mlp& model, int64_t rows, uint64_t seed);

Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::mlp
