#include "gradus/models/softmax_regression.h"

#include "gradus/core/error.h"

#include <sstream>

#include "catch.h"

using gradus::models::SoftmaxRegression;
using gradus::models::SoftmaxRegressionOptions;

TEST_CASE("Softmax regression is softmax(Wx + b), element by element") {
  torch::manual_seed(1);
  SoftmaxRegression model(SoftmaxRegressionOptions(4, 3));
  const torch::NoGradGuard no_gradient;
  const auto x = torch::randn({5, 4});
  const auto probabilities = model->predict(x);
  for (int64_t n = 0; n < 5; ++n) {
    double exponentials[3], sum = 0;
    for (int64_t k = 0; k < 3; ++k) {
      double z = model->linear->bias[k].item<double>();
      for (int64_t j = 0; j < 4; ++j) {
        z += model->linear->weight[k][j].item<double>() * x[n][j].item<double>();
      }
      sum += exponentials[k] = std::exp(z);
    }
    for (int64_t k = 0; k < 3; ++k) {
      CHECK(probabilities[n][k].item<double>() == Approx(exponentials[k] / sum).epsilon(1e-6));
    }
  }
}

TEST_CASE("Probabilities stay finite and sum to 1 for huge logits") {
  SoftmaxRegression model(SoftmaxRegressionOptions(1, 3));
  {
    const torch::NoGradGuard no_gradient;
    model->linear->weight.copy_(torch::tensor({{1e4}, {0.}, {-1e4}}));
  }
  const auto probabilities = model->predict(torch::tensor({{1.f}, {-1.f}}));
  CHECK(probabilities.isfinite().all().item<bool>());
  CHECK(torch::allclose(probabilities.sum(1), torch::ones(2)));
}

TEST_CASE("Softmax regression refuses what it cannot be") {
  CHECK_THROWS_MESSAGE(SoftmaxRegression(SoftmaxRegressionOptions(4, 1)), gradus::UsageError,
                       "classes = 1: expected at least 2");
  CHECK_THROWS_MESSAGE(SoftmaxRegression(SoftmaxRegressionOptions(0, 3)), gradus::UsageError,
                       "inputs = 0: expected at least 1");
  SoftmaxRegression model(SoftmaxRegressionOptions(4, 3));
  CHECK_THROWS_MESSAGE(model->forward(torch::zeros({2, 5})), gradus::DataError,
                       "[2, 5] do not fit a model of 4 input features");
  CHECK_THROWS_MESSAGE(model->forward(torch::zeros({4})), gradus::DataError, "expected [N, 4]");
}

TEST_CASE("Softmax regression prints its options and is cloned with its weights") {
  SoftmaxRegression model(SoftmaxRegressionOptions(4, 3).bias(false));
  std::ostringstream text;
  text << *model;
  CHECK_THAT(text.str(),
             StartsWith("gradus::models::SoftmaxRegression(inputs=4, classes=3, bias=false)"));
  const auto copy =
      std::dynamic_pointer_cast<gradus::models::SoftmaxRegressionImpl>(model->clone());
  CHECK(torch::equal(copy->linear->weight, model->linear->weight));
  CHECK_FALSE(copy->linear->bias.defined());
}
