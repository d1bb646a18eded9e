/// The general neuron: h(x) = f(Σ Wᵢ xᵢ + b).
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"
#include "neuron_drawing.h"
#include "weighted_sum.h"

namespace gradus::demos::neuron {

struct Options {
  std::vector<double> inputs, weights;  ///< three each
  double bias;
  std::string activation;  ///< the one that is drawn large
};

/// The neuron with one activation.
struct Output {
  std::string activation;
  report::Text formula;
  double value, closed_form;  ///< f(z) by LibTorch, and by its formula in plain C++
  double slope;               ///< f'(z) by autograd
  double worst = 0;           ///< largest difference of the two over `curve_x`
  std::vector<double> curve_y = {};
};

struct Result {
  Options options;
  WeightedSum sum;
  std::vector<double> curve_x;  ///< places around z
  std::vector<Output> outputs;  ///< every registered activation, in alphabetical order
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
NeuronDrawing drawing(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::neuron
