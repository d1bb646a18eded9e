#include "gradus/models/logistic_regression.h"

#include "checks.h"
#include "gradus/models/inputs.h"
#include "gradus/models/registry.h"

#include <typeinfo>

namespace gradus::models {

LogisticRegressionImpl::LogisticRegressionImpl(const LogisticRegressionOptions& options_)
    : options(options_) {
  check_at_least("inputs", options.inputs(), 1);
  reset();
}

void LogisticRegressionImpl::reset() {
  linear = register_module(
      "linear",
      torch::nn::Linear(torch::nn::LinearOptions(options.inputs(), 1).bias(options.bias())));
}

void LogisticRegressionImpl::pretty_print(std::ostream& stream) const {
  stream << fmt::format("gradus::models::LogisticRegression(inputs={}, bias={})", options.inputs(),
                        options.bias());
}

torch::Tensor LogisticRegressionImpl::forward(const torch::Tensor& inputs) {
  return linear->forward(flatten_inputs(inputs, options.inputs()));
}

torch::Tensor LogisticRegressionImpl::predict(const torch::Tensor& inputs) {
  return forward(inputs).sigmoid();
}

std::optional<FeedForwardLayers> LogisticRegressionImpl::feed_forward_layers() const {
  if (typeid(*this) != typeid(LogisticRegressionImpl)) return std::nullopt;
  return FeedForwardLayers{LinearLayer{linear->weight, linear->bias}};
}

namespace {

torch::nn::AnyModule make_logistic(ModelShape shape, const Settings& settings) {
  check_two_classes("logistic", shape);
  const auto options = LogisticRegressionOptions(shape.in_features)
                           .bias(settings.flag("bias", true, "with an intercept"));
  return torch::nn::AnyModule(LogisticRegression(options));
}

GRADUS_REGISTER_MODEL("logistic", make_logistic,
                      {.summary = "logistic regression: one linear layer, two classes",
                       .loss = "bce",
                       .optimizer = {},
                       .learning_rate = 0});

}  // namespace
}  // namespace gradus::models
