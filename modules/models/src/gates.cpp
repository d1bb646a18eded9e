#include "gradus/models/gates.h"

#include "gradus/core/error.h"

#include <ATen/core/grad_mode.h>

#include <cstdint>

namespace gradus::models {

Perceptron make_gate(const std::vector<double>& weights, PerceptronForm form) {
  if (weights.size() < 2) {
    throw UsageError("a gate of {} weights: expected the intercept and one an input",
                     weights.size());
  }
  const auto inputs = static_cast<int64_t>(weights.size()) - 1;
  Perceptron gate(PerceptronOptions(inputs).form(form));
  const torch::NoGradGuard no_gradient;
  const auto values = torch::tensor(weights, torch::kFloat64);
  gate->linear->bias.copy_(values.slice(0, 0, 1));
  gate->linear->weight.copy_(values.slice(0, 1).unsqueeze(0));
  return gate;
}

Perceptron and_gate(PerceptronForm form) {
  return make_gate({-3, 2, 2}, form);
}

Perceptron or_gate(PerceptronForm form) {
  return make_gate({-1, 2, 2}, form);
}

}  // namespace gradus::models
