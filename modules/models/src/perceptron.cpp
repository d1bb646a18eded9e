#include "gradus/models/perceptron.h"

#include "checks.h"
#include "choices.h"
#include "gradus/models/inputs.h"
#include "gradus/models/registry.h"

#include <ATen/core/grad_mode.h>

#include <typeinfo>

namespace gradus::models {
namespace {

const Choices<PerceptronForm> kForms = {{"bias", PerceptronForm::kBias},
                                        {"threshold", PerceptronForm::kThreshold},
                                        {"gate", PerceptronForm::kGate},
                                        {"sign", PerceptronForm::kSign}};
const Choices<PerceptronOutput> kOutputs = {{"step", PerceptronOutput::kStep},
                                            {"score", PerceptronOutput::kScore}};

}  // namespace

std::string to_string(PerceptronForm form) {
  return choice_name(kForms, form);
}

std::string to_string(PerceptronOutput output) {
  return choice_name(kOutputs, output);
}

PerceptronImpl::PerceptronImpl(const PerceptronOptions& options_) : options(options_) {
  check_at_least("inputs", options.inputs(), 1);
  reset();
}

void PerceptronImpl::reset() {
  linear = register_module("linear", torch::nn::Linear(options.inputs(), 1));
}

void PerceptronImpl::pretty_print(std::ostream& stream) const {
  stream << fmt::format("gradus::models::Perceptron(inputs={}, form={}, output={})",
                        options.inputs(), to_string(options.form()), to_string(options.output()));
}

torch::Tensor PerceptronImpl::weighted_sum(const torch::Tensor& inputs) {
  return flatten_inputs(inputs, options.inputs()).matmul(linear->weight.t());
}

torch::Tensor PerceptronImpl::forward(const torch::Tensor& inputs) {
  return options.output() == PerceptronOutput::kScore ? score(inputs) : predict(inputs);
}

torch::Tensor PerceptronImpl::score(const torch::Tensor& inputs) {
  // Not `linear->forward`, which may add the bias first: rounded once more or once less, the forms
  // would disagree next to the line.
  return weighted_sum(inputs) + linear->bias;
}

torch::Tensor PerceptronImpl::predict(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradient;
  const auto type = inputs.scalar_type();
  switch (options.form()) {
    case PerceptronForm::kThreshold:
      return weighted_sum(inputs).gt(-linear->bias).to(type);
    case PerceptronForm::kGate:
      return score(inputs).ge(0).to(type);
    case PerceptronForm::kSign:
      return ((score(inputs).sign() + 1) / 2).trunc().to(type);
    case PerceptronForm::kBias:
      break;
  }
  return score(inputs).gt(0).to(type);
}

std::optional<FeedForwardLayers> PerceptronImpl::feed_forward_layers() const {
  if (typeid(*this) != typeid(PerceptronImpl) || options.output() != PerceptronOutput::kScore)
    return std::nullopt;
  return FeedForwardLayers{LinearLayer{linear->weight, linear->bias}};
}

namespace {

torch::nn::AnyModule make_perceptron(ModelShape shape, const Settings& settings) {
  check_two_classes("perceptron", shape);
  PerceptronOptions options(shape.in_features);
  options.form(read_choice(settings, kForms, "form", options.form(), "how output=step is decided"));
  // A step has no gradient to train by, so here the score is the default.
  options.output(read_choice(settings, kOutputs, "output", PerceptronOutput::kScore,
                             "what the training sees; no gradient passes a step"));
  return torch::nn::AnyModule(Perceptron(options));
}

GRADUS_REGISTER_MODEL("perceptron", make_perceptron,
                      {.summary = "perceptron: one neuron with a hard step, two classes",
                       .loss = "perceptron",
                       .optimizer = "sgd",
                       .learning_rate = 1});

}  // namespace
}  // namespace gradus::models
