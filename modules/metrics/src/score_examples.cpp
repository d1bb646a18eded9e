#include "gradus/metrics/score_examples.h"

#include "gradus/metrics/metric.h"

#include <stdexcept>

namespace gradus::metrics {

std::vector<double> plain_numbers(const torch::Tensor& tensor) {
  const auto plain = tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto* first = plain.const_data_ptr<double>();
  return {first, first + plain.numel()};
}

ScoredExamples score_examples(const torch::Tensor& logits, const torch::Tensor& labels) {
  if (logits.dim() != 2 || labels.dim() != 1 || logits.size(0) != labels.size(0)) {
    throw std::invalid_argument("score_examples: expected logits [N, K] and labels [N]");
  }
  auto exact = logits.detach().to(torch::kCPU, torch::kFloat64);
  // One score is the logit of class 1 beside a 0 for class 0.
  if (exact.size(1) == 1) exact = torch::cat({torch::zeros_like(exact), exact}, 1);
  const auto logs = exact.log_softmax(1);
  const auto truth = labels.to(torch::kCPU, torch::kInt64).contiguous();
  ScoredExamples examples;
  examples.classes = exact.size(1);
  examples.probabilities = plain_numbers(class_probabilities(exact));
  const auto* first = truth.const_data_ptr<int64_t>();
  examples.labels.assign(first, first + truth.numel());
  examples.losses = plain_numbers(-logs.gather(1, truth.unsqueeze(1)));
  return examples;
}

}  // namespace gradus::metrics
