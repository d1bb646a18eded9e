/// Samples that tests/oracle/evaluation_metrics_oracle.py makes too, and what it computed of them.
#pragma once
#include <torch/types.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "catch.h"

namespace gradus::test {

inline const std::vector<double>& expected(const std::string& name) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  static const std::map<std::string, std::vector<double>> values = {
#include "evaluation_oracle.inc"
  };
  return values.at(name);
}

/// Equal to 1e-9, and NaN in the same places.
inline void check_equal(const std::vector<double>& values, const std::string& name) {
  CAPTURE(name);
  const auto& right = expected(name);
  REQUIRE(values.size() == right.size());
  for (size_t i = 0; i < values.size(); ++i) {
    CAPTURE(i, values[i], right[i]);
    CHECK((std::isnan(right[i])
               ? std::isnan(values[i])
               : std::abs(values[i] - right[i]) <= 1e-9 * std::max(1.0, std::abs(right[i]))));
  }
}

struct ClassSample {
  torch::Tensor logits, labels;
};

/// 400 examples of 10 classes, the first ones far more frequent.
inline ClassSample ten_classes() {
  torch::manual_seed(11);
  auto logits = torch::randn({400, 10});
  const auto labels = (torch::rand({400}).pow(3) * 10).to(torch::kInt64);
  logits.scatter_add_(1, labels.unsqueeze(1), torch::full({400, 1}, 1.5F));
  return {logits * 2, labels};
}

/// 300 examples of 2 classes (1 in 5 positive) with few different logits [N, 1].
inline ClassSample ties() {
  torch::manual_seed(12);
  const auto labels = (torch::rand({300}) < 0.2).to(torch::kInt64);
  const auto logits = ((torch::randn({300}) + labels) * 2).round() / 2;
  return {logits.unsqueeze(1), labels};
}

inline ClassSample extreme() {
  torch::manual_seed(13);
  const auto logits = torch::randn({100, 3}) * 400;
  return {logits, torch::randint(0, 3, {100}, torch::kInt64)};
}

struct ValueSample {
  torch::Tensor targets, predictions;
};
inline ValueSample values() {
  torch::manual_seed(14);
  const auto targets = torch::randn({250, 2}) * 3 + 40;
  return {targets, targets + torch::randn({250, 2}) + 0.5};
}

}  // namespace gradus::test
