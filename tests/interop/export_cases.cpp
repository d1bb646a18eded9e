#include "export_cases.h"

#include "gradus/core/feed_forward.h"
#include "gradus/data/standardization.h"
#include "gradus/engine/predictor.h"
#include "gradus/metrics/metric.h"
#include "gradus/models/activation.h"
#include "gradus/models/registry.h"

#include <torch/nn/modules/linear.h>

#include <limits>

using gradus::checkpoint::SavedModel;
using gradus::interop::describe_network;
using gradus::interop::Network;
using torch::Tensor;

namespace {

/// Which network, and on what data.
struct Plan {
  std::string name, model = "mlp", settings = "";
  int64_t inputs = 5, outputs = 3;
  bool is_classifier = true;
  torch::ScalarType type = torch::kFloat32;
  std::vector<int64_t> image = {};  ///< a shape of bytes instead of rows of numbers
};

/// Every number that a training moves is somewhere else than where it starts.
void train_by_chance(torch::nn::Module& module) {
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : module.parameters())
    if (parameter.dim() == 1) parameter.add_(torch::randn_like(parameter), 0.3);
  for (auto& item : module.named_buffers()) {
    auto& buffer = item.value();
    if (!buffer.is_floating_point()) {
      buffer.fill_(7);
    } else if (item.key().ends_with("running_var")) {
      buffer.copy_(torch::rand_like(buffer) * 3 + 0.1);
    } else {
      buffer.copy_(torch::randn_like(buffer));
    }
  }
}

SavedModel saved_model(const Plan& plan) {
  SavedModel saved;
  saved.model = plan.model;
  saved.in_features = plan.inputs;
  saved.out_features = plan.outputs;
  saved.input_shape = plan.image.empty() ? std::vector<int64_t>{plan.inputs} : plan.image;
  saved.task = plan.is_classifier ? "classification" : "regression";
  const auto sizes =
      plan.image.empty() ? std::vector<int64_t>{plan.inputs} : std::vector<int64_t>{};
  saved.standardization = {{"input_mean", torch::randn(sizes) * 2},
                           {"input_std", torch::rand(sizes) + 0.5}};
  if (!plan.is_classifier) {
    saved.standardization["target_mean"] = torch::randn({plan.outputs}) * 10;
    saved.standardization["target_std"] = torch::rand({plan.outputs}) * 5 + 0.1;
  }
  for (int64_t i = 0; i < plan.outputs; ++i) {
    auto& names = plan.is_classifier ? saved.class_names : saved.target_names;
    names.push_back(fmt::format("\"名\" {}", i));
  }
  return saved;
}

/// Numbers around 0, far from it, 0 itself, and the means: those make what follows exactly 0.
Tensor example_inputs(const Plan& plan, const Tensor& mean) {
  if (!plan.image.empty()) {
    auto shape = plan.image;
    shape.insert(shape.begin(), 6);
    return torch::randint(256, shape, torch::kUInt8);
  }
  const auto far = torch::randint(2, {4, plan.inputs}).to(torch::kFloat32) * 100 - 50;
  return torch::cat({torch::randn({16, plan.inputs}) * 2, far, torch::zeros({1, plan.inputs}),
                     mean.unsqueeze(0)});
}

ExportCase make_case(const Plan& plan, torch::nn::AnyModule module) {
  const auto saved = saved_model(plan);
  train_by_chance(*module.ptr());
  module.ptr()->to(plan.type);
  const auto standardization = gradus::data::Standardization::from_tensors(saved.standardization);
  ExportCase result;
  result.name = plan.name;
  result.inputs = example_inputs(plan, saved.standardization.at("input_mean"));
  // As app/cli/src/prediction.cpp does it.
  const auto outputs = gradus::engine::Predictor(module)(standardization.apply(result.inputs));
  result.expected = plan.is_classifier ? gradus::metrics::class_probabilities(outputs)
                                       : standardization.restore_outputs(outputs);
  result.network = describe_network(*module.ptr(), saved);
  return result;
}

torch::nn::AnyModule make(const Plan& plan) {
  return gradus::models::make_model(plan.model, {plan.inputs, plan.outputs},
                                    gradus::Settings::parse(plan.settings));
}

std::vector<Plan> activation_plans() {
  std::vector<std::string> activations = gradus::models::activations().names();
  for (const auto* text :
       {"step:tie=1", "step:straight_through=yes", "sign:straight_through=yes", "prelu:slope=-0.5",
        "leaky_relu:slope=1.5", "elu:alpha=0.3", "elu:alpha=-2", "gelu:approximate=tanh",
        "softplus:beta=3:threshold=1", "softplus:beta=0.25", "softplus:threshold=-2",
        "hardtanh:min=-0.3:max=0.9", "hardtanh:min=0.5:max=6"})
    activations.emplace_back(text);
  std::vector<Plan> plans;
  for (const auto& text : activations) {
    // With one output, so that the hidden values are not lost behind a saturated softmax; without a
    // bias, so that an example at the means gives exactly 0 before the activation.
    plans.push_back({.name = text,
                     .settings = "hidden=8-6,activation=" + text,
                     .outputs = 1,
                     .is_classifier = false});
    plans.push_back({.name = text + " without bias",
                     .settings = "hidden=8-6,bias=no,activation=" + text,
                     .outputs = 2,
                     .is_classifier = false});
  }
  return plans;
}

std::vector<Plan> model_plans() {
  std::vector<Plan> plans;
  for (const auto* normalization : {"none", "batch", "layer"}) {
    const auto settings =
        fmt::format("hidden=16-8,activation=prelu,dropout=0.4,normalization={}", normalization);
    const std::string name = normalization;
    plans.push_back({.name = name + " classes", .settings = settings, .outputs = 4});
    plans.push_back({.name = name + " one score", .settings = settings, .outputs = 1});
    plans.push_back(
        {.name = name + " values", .settings = settings, .outputs = 2, .is_classifier = false});
    plans.push_back({.name = name + " float64", .settings = settings, .type = torch::kFloat64});
    plans.push_back({.name = name + " image",
                     .settings = settings,
                     .inputs = 28 * 28,
                     .outputs = 10,
                     .image = {28, 28}});
  }
  plans.push_back({.name = "no hidden layer", .settings = "hidden=none"});
  plans.push_back({.name = "float64 values",
                   .settings = "hidden=7,activation=gelu",
                   .outputs = 2,
                   .is_classifier = false,
                   .type = torch::kFloat64});
  plans.push_back({.name = "softmax", .model = "softmax"});
  plans.push_back({.name = "softmax without bias", .model = "softmax", .settings = "bias=no"});
  plans.push_back({.name = "logistic", .model = "logistic", .outputs = 2});
  plans.push_back({.name = "perceptron", .model = "perceptron", .outputs = 2});
  plans.push_back({.name = "colours", .model = "softmax", .inputs = 48, .image = {3, 4, 4}});
  return plans;
}

/// Children whose names are no identifiers, one of them in use twice, and one under the name that
/// the standardisation would have.
struct OddNamesImpl : torch::nn::Module, gradus::FeedForward {
  OddNamesImpl() {
    first = register_module("1", torch::nn::Linear(5, 6));
    square = register_module("my own", torch::nn::Linear(6, 6));
    last = register_module("standardization", torch::nn::Linear(6, 3));
    register_module("again", square.ptr());
    register_buffer("unused", torch::arange(3));
  }
  Tensor forward(const Tensor& inputs) {
    const auto twice = square->forward(square->forward(first->forward(inputs)).tanh());
    return last->forward(twice);
  }
  std::optional<gradus::FeedForwardLayers> feed_forward_layers() const override {
    const gradus::LinearLayer middle{square->weight, square->bias};
    return gradus::FeedForwardLayers{gradus::LinearLayer{first->weight, first->bias}, middle,
                                     gradus::ActivationLayer{gradus::ActivationKind::kTanh}, middle,
                                     gradus::LinearLayer{last->weight, last->bias}};
  }
  torch::nn::Linear first{nullptr}, square{nullptr}, last{nullptr};
};
TORCH_MODULE(OddNames);

/// Bounds that are none.
struct UnboundedImpl : torch::nn::Module, gradus::FeedForward {
  UnboundedImpl() {
    first = register_module("first", torch::nn::Linear(5, 6));
    second = register_module("second", torch::nn::Linear(6, 6));
    last = register_module("last", torch::nn::Linear(6, 3));
  }
  Tensor forward(const Tensor& inputs) {
    auto x = torch::clamp_max(first->forward(inputs), 4);
    x = torch::softplus(x, 2, kInfinity);
    return last->forward(torch::clamp_min(second->forward(x), 0));
  }
  std::optional<gradus::FeedForwardLayers> feed_forward_layers() const override {
    using gradus::ActivationLayer, gradus::ActivationKind;
    return gradus::FeedForwardLayers{gradus::LinearLayer{first->weight, first->bias},
                                     ActivationLayer{ActivationKind::kHardtanh, -kInfinity, 4},
                                     ActivationLayer{ActivationKind::kSoftplus, 2, kInfinity},
                                     gradus::LinearLayer{second->weight, second->bias},
                                     ActivationLayer{ActivationKind::kHardtanh, 0, kInfinity},
                                     gradus::LinearLayer{last->weight, last->bias}};
  }
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();
  torch::nn::Linear first{nullptr}, second{nullptr}, last{nullptr};
};
TORCH_MODULE(Unbounded);

}  // namespace

std::vector<ExportCase> export_cases() {
  torch::manual_seed(11);
  std::vector<ExportCase> cases;
  for (const auto& plans : {activation_plans(), model_plans()})
    for (const auto& plan : plans) cases.push_back(make_case(plan, make(plan)));
  cases.push_back(make_case({.name = "odd names"}, torch::nn::AnyModule(OddNames())));
  cases.push_back(make_case({.name = "no bounds"}, torch::nn::AnyModule(Unbounded())));
  return cases;
}

Network example_network(const std::string& model, const std::string& settings, int64_t inputs,
                        int64_t outputs) {
  const Plan plan{
      .name = model, .model = model, .settings = settings, .inputs = inputs, .outputs = outputs};
  return describe_network(*make(plan).ptr(), saved_model(plan));
}
