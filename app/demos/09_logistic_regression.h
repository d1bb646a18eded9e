/// Logistic regression, the perceptron with a smooth output, against its exact solution.
#pragma once
#include "demo.h"
#include "gradus/data/dataset.h"
#include "gradus/report/panel.h"

namespace gradus::demos::logistic_regression {

struct Options {
  data::Dataset flowers;  ///< two measures in cm, two species
  int64_t starts, epochs;
  double learning_rate;   ///< 0: the optimizer's own
  std::string optimizer;  ///< as `gradus train --optimizer` takes it
};

/// What one training came to. The last three are of each flower, [N].
struct Trained {
  torch::Tensor coefficients;  ///< w₁, w₂, b for inputs in cm, float64
  torch::Tensor z, probability;
  torch::Tensor step;  ///< the class by the perceptron of the same weights, 0 or 1
};

struct Result {
  std::vector<Trained> starts;
  torch::Tensor exact;       ///< the maximum-likelihood coefficients, float64
  bool exact_found = false;  ///< false where a line separates the classes
  double share = 0;          ///< of class 1 among the flowers
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
/// Largest difference of a coefficient from the exact one, over all starts.
double coefficient_error(const Result& result);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Trained& trained, const data::Dataset& flowers);

}  // namespace gradus::demos::logistic_regression
