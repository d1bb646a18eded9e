#include "softmax_forms.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

models::SoftmaxRegression model_of(int64_t inputs, int64_t classes, double scale = 1) {
  torch::manual_seed(1);
  models::SoftmaxRegression model(models::SoftmaxRegressionOptions(inputs, classes));
  const torch::NoGradGuard no_gradient;
  model->linear->weight.mul_(scale);
  return model;
}

}  // namespace

TEST_CASE("Softmax in loops is the course's formula, by hand") {
  const auto y = naive_softmax({std::log(1.0), std::log(2.0), std::log(5.0)});
  CHECK(y[0] == Approx(0.125));
  CHECK(y[1] == Approx(0.25));
  CHECK(y[2] == Approx(0.625));
  const auto shifted = shifted_softmax({std::log(1.0), std::log(2.0), std::log(5.0)});
  for (size_t k = 0; k < y.size(); ++k) CHECK(shifted[k] == Approx(y[k]).epsilon(1e-14));
}

TEST_CASE("The formula as it reads fails from 710 on; shifted it takes any logits") {
  CHECK(naive_softmax({709, 0})[0] == Approx(1));
  CHECK(std::isnan(naive_softmax({710, 0})[0]));
  CHECK(std::isnan(naive_softmax({-746, -746})[0]));
  CHECK(shifted_softmax({1e4, 1e4, -1e4}) == std::vector<double>{0.5, 0.5, 0});
}

TEST_CASE("A row is written out as Wx + b and then softmax, by hand") {
  auto model = model_of(2, 2);
  const torch::NoGradGuard no_gradient;
  model->linear->weight.copy_(torch::tensor({{1.0F, 2.0F}, {3.0F, -1.0F}}));
  model->linear->bias.copy_(torch::tensor({0.5F, -0.5F}));
  // z = (1·1 + 2·2 + 0.5, 3·1 - 1·2 - 0.5) = (5.5, 0.5)
  const auto y = written_out(model, {1, 2});
  CHECK(y[0] == Approx(1 / (1 + std::exp(-5.0))).epsilon(1e-12));
  CHECK(y[0] + y[1] == Approx(1).epsilon(1e-15));
}

TEST_CASE("Both forms agree to 1e-6, for tables and pictures") {
  for (const int64_t features : {3, 64, 784}) {
    const auto model = model_of(features, 10);
    const auto error = form_error(model, torch::rand({50, features}));
    CHECK(error.float64 < 1e-12);
    CHECK(error.float32 < 1e-6);
  }
  CHECK(form_error(model_of(64, 10), torch::rand({5, 8, 8})).float64 < 1e-12);
}

TEST_CASE("Two classes are logistic regression with w = w1 - w0 and b = b1 - b0") {
  CHECK(logistic_error(model_of(4, 2), torch::randn({100, 4})) < 1e-6);
  CHECK(logistic_error(model_of(784, 2, 10), torch::rand({20, 28, 28})) < 1e-5);
  // Another pair of classes is another logistic regression: the measure can fail.
  CHECK(logistic_error(model_of(4, 3, 5), torch::randn({100, 4})) > 1e-3);
}

TEST_CASE("The table of one row names the classes and shows both forms") {
  data::Dataset dataset;
  dataset.inputs = torch::rand({2, 3});
  dataset.class_names = {"a", "b"};
  const auto rows = form_rows(model_of(3, 2), dataset, 1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1][0].en == "b");
  CHECK(rows[0][1].en.substr(0, 8) == rows[0][2].en.substr(0, 8));
}
