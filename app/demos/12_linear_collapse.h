/// Why networks need activations: linear layers collapse into one.
#pragma once
#include "demo.h"
#include "gradus/data/dataset.h"
#include "gradus/models/mlp.h"
#include "gradus/report/panel.h"
#include "gradus/report/statistics.h"

namespace gradus::demos::linear_collapse {

struct Options {
  int64_t depth, width, seeds, epochs;
  double learning_rate, noise;
  std::string activation;
};

/// The one layer y = W x + b that a stack of linear layers equals.
struct AffineMap {
  torch::Tensor weight, bias;  ///< [outputs, inputs], [outputs]
};

/// Multiplies the linear layers of `model` together; meaningful when nothing stands between them.
AffineMap collapse(const models::Mlp& model);

/// Test accuracies, one a seed.
struct Arm {
  report::Text name;
  std::vector<double> accuracies;
  report::Region region = {};  ///< of the first seed
};

struct Result {
  double collapse_error;  ///< largest difference of outputs, relative to the largest output
  Arm logistic, linear, activated;
  data::Dataset shown;  ///< training examples of the first seed
};

Options read_options(const Settings& settings, bool quick);
/// Largest difference between `model` and its collapsed form on `rows` random inputs, relative to
/// the largest output.
double collapse_error(models::Mlp& model, int64_t rows);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::linear_collapse
