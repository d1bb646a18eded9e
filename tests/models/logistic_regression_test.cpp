#include "gradus/models/logistic_regression.h"

#include "gradus/core/error.h"
#include "gradus/models/softmax_regression.h"

#include <sstream>

#include "catch.h"

using gradus::models::LogisticRegression;
using gradus::models::LogisticRegressionOptions;
using gradus::models::SoftmaxRegression;
using gradus::models::SoftmaxRegressionOptions;

TEST_CASE("Logistic regression is softmax regression of two classes with w = w1 - w0") {
  torch::manual_seed(2);
  SoftmaxRegression two(SoftmaxRegressionOptions(4, 2));
  LogisticRegression one(4);
  const torch::NoGradGuard no_gradient;
  one->linear->weight.copy_((two->linear->weight[1] - two->linear->weight[0]).unsqueeze(0));
  one->linear->bias.copy_((two->linear->bias[1] - two->linear->bias[0]).unsqueeze(0));
  const auto rows = torch::randn({10, 4});
  CHECK(one->forward(rows).sizes() == std::vector<int64_t>{10, 1});
  CHECK(torch::allclose(one->predict(rows).squeeze(1), two->predict(rows).select(1, 1)));
}

TEST_CASE("Logistic regression prints its options and refuses bad ones") {
  std::ostringstream text;
  text << *LogisticRegression(LogisticRegressionOptions(4).bias(false));
  CHECK_THAT(text.str(), StartsWith("gradus::models::LogisticRegression(inputs=4, bias=false)"));
  CHECK_THROWS_MESSAGE(LogisticRegression(0), gradus::UsageError,
                       "inputs = 0: expected at least 1");
}
