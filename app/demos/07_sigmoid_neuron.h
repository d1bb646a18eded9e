/// The S-shaped neuron: a gradient to descend, where the step has none.
#pragma once
#include "demo.h"
#include "gradus/data/dataset.h"
#include "gradus/report/panel.h"
#include "slopes.h"
#include "xor_training.h"

namespace gradus::demos::sigmoid_neuron {

struct Options {
  int64_t hidden, epochs, seeds, points;
  double learning_rate, noise;
  std::string optimizer, activation;  ///< the smooth network's units
};

/// Networks of one kind, one a seed.
struct Arm {
  report::Text name;
  Slopes slopes;                      ///< of one unit, at random z
  std::vector<XorTraining> networks;  ///< in order of the seeds
};

struct Result {
  Arm step, smooth;
  data::Dataset shown;  ///< training examples of the first seed
};

/// Half widths h of the difference quotients (f(z + h) - f(z - h)) / 2h.
inline const std::vector<double> kHalfWidths = {1, 0.1, 0.01, 0.001};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::sigmoid_neuron
