#include "gradus/models/gates.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::models::and_gate;
using gradus::models::make_gate;
using gradus::models::or_gate;
using gradus::models::PerceptronForm;

namespace {

const auto kAllForms = {PerceptronForm::kBias, PerceptronForm::kThreshold, PerceptronForm::kGate,
                        PerceptronForm::kSign};

torch::Tensor truth_table() {
  return torch::tensor({{0.f, 0.f}, {0.f, 1.f}, {1.f, 0.f}, {1.f, 1.f}});
}

std::vector<int> outputs(const torch::Tensor& column) {
  std::vector<int> values;
  for (int64_t i = 0; i < column.size(0); ++i) values.push_back(column[i].item<int>());
  return values;
}

}  // namespace

TEST_CASE("AND and OR have their truth tables in every form") {
  for (const auto form : kAllForms) {
    CHECK(outputs(and_gate(form)->forward(truth_table())) == std::vector<int>{0, 0, 0, 1});
    CHECK(outputs(or_gate(form)->forward(truth_table())) == std::vector<int>{0, 1, 1, 1});
  }
}

TEST_CASE("AND and OR together make XNOR, which no single neuron can") {
  const auto x = truth_table();
  const auto z = torch::cat({and_gate()->forward(x), or_gate()->forward(x)}, 1);
  CHECK(outputs(make_gate({1, 3, -3})->forward(z)) == std::vector<int>{1, 0, 0, 1});
  CHECK(outputs(make_gate({-1, -3, 3})->forward(z)) == std::vector<int>{0, 1, 1, 0});
}

TEST_CASE("A gate needs a weight beside the intercept") {
  CHECK_THROWS_MESSAGE(make_gate({1}), gradus::UsageError, "a gate of 1 weights");
}
