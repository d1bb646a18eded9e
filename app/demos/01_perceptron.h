/// The perceptron's four forms, measured against each other.
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"

namespace gradus::demos::perceptron {

struct Options {
  int64_t inputs;         ///< random rows
  std::vector<double> w;  ///< the neuron's weights
  double bias;            ///< its threshold is -bias
  int64_t tie;            ///< what the chosen writing says at z = 0
};

/// One way to write the neuron, compared with the bias form.
struct Form {
  report::Text name, formula;
  int64_t rows = 0;    ///< disagreeing rows
  int64_t ties = 0;    ///< those of them where z is exactly 0
  double at_zero = 0;  ///< its answer at z = 0
};

struct Result {
  int64_t rows = 0, ties = 0;  ///< rows measured; rows with z exactly 0
  std::vector<Form> forms;     ///< bias, threshold, sign, h(z), and the one that `tie` chooses
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Options& options);

}  // namespace gradus::demos::perceptron
