#include "gradus/models/perceptron_rule.h"

#include "checks.h"
#include "gradus/core/error.h"
#include "gradus/models/inputs.h"

#include <ATen/core/grad_mode.h>

#include <fmt/ranges.h>

#include <cmath>
#include <numeric>
#include <span>
#include <vector>

namespace gradus::models {
namespace {

/// A neuron of plain numbers: one tensor operation an example would take a hundred times longer.
struct Neuron {
  std::vector<double> weights;
  double bias;
  bool fires_at_zero;

  double operator()(std::span<const double> row) const {
    const double score = std::inner_product(row.begin(), row.end(), weights.begin(), bias);
    return score > 0 || (fires_at_zero && score == 0) ? 1 : 0;
  }

  void move(std::span<const double> row, double step) {
    for (size_t i = 0; i < row.size(); ++i) weights[i] += step * row[i];
    bias += step;
  }

  std::vector<double> intercept_and_weights() const {
    std::vector<double> all = {bias};
    all.insert(all.end(), weights.begin(), weights.end());
    return all;
  }
};

std::vector<double> to_vector(const torch::Tensor& tensor) {
  const auto values = tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto* data = values.const_data_ptr<double>();
  return {data, data + values.numel()};
}

std::vector<double> check_targets(const torch::Tensor& targets, int64_t rows) {
  if (targets.dim() != 1 || targets.size(0) != rows) {
    throw DataError("targets of shape [{}] for {} rows: expected [{}]",
                    fmt::join(targets.sizes().vec(), ", "), rows, rows);
  }
  auto values = to_vector(targets);
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] != 0 && values[i] != 1) {
      throw DataError("target {} of row {}: expected 0 or 1", values[i], i);
    }
  }
  return values;
}

void check(const PerceptronRuleOptions& options) {
  check_at_least("max_epochs", options.max_epochs(), 1);
  if (!(options.learning_rate() > 0) || !std::isfinite(options.learning_rate())) {
    throw UsageError("learning_rate = {}: expected a number above 0", options.learning_rate());
  }
}

/// One pass; returns the number of errors that it met and learned from.
int64_t learn_pass(Neuron& neuron, std::span<const double> rows, std::span<const double> targets,
                   int64_t epoch, const PerceptronRuleOptions& options) {
  const size_t width = neuron.weights.size();
  int64_t errors = 0;
  for (size_t i = 0; i < targets.size(); ++i) {
    const auto row = rows.subspan(i * width, width);
    const double error = targets[i] - neuron(row);
    if (error == 0) continue;
    neuron.move(row, options.learning_rate() * error);
    ++errors;
    if (options.on_update()) {
      options.on_update()({epoch, static_cast<int64_t>(i), neuron.intercept_and_weights()});
    }
  }
  return errors;
}

}  // namespace

PerceptronRuleResult apply_perceptron_rule(const Perceptron& model, const torch::Tensor& inputs,
                                           const torch::Tensor& targets,
                                           const PerceptronRuleOptions& options) {
  check(options);
  const auto rows = to_vector(flatten_inputs(inputs, model->options.inputs()));
  const auto classes = check_targets(targets, inputs.size(0));
  Neuron neuron{to_vector(model->linear->weight), to_vector(model->linear->bias).front(),
                model->options.form() == PerceptronForm::kGate};
  PerceptronRuleResult result{false, 0, 0};
  while (!result.converged && result.epochs < options.max_epochs()) {
    const auto errors = learn_pass(neuron, rows, classes, ++result.epochs, options);
    result.updates += errors;
    result.converged = errors == 0;
  }
  const torch::NoGradGuard no_gradient;
  model->linear->weight.copy_(torch::tensor(neuron.weights, torch::kFloat64).unsqueeze(0));
  model->linear->bias.fill_(neuron.bias);
  return result;
}

}  // namespace gradus::models
