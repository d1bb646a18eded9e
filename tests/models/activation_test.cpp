#include "gradus/models/activation.h"

#include "gradus/core/error.h"

#include <cmath>
#include <functional>
#include <sstream>

#include "catch.h"

using gradus::UsageError;
using gradus::models::activation_options;
using gradus::models::activations;
using gradus::models::make_activation;

namespace {

double softplus(double x) {
  return std::log1p(std::exp(x));
}

/// Values by the formulas, without LibTorch.
const std::map<std::string, std::function<double(double)>> kFormulas = {
    {"sign", [](double x) { return (x > 0) - (x < 0); }},
    {"step", [](double x) { return x > 0 ? 1 : 0; }},
    {"step:tie=1", [](double x) { return x >= 0 ? 1 : 0; }},
    {"identity", [](double x) { return x; }},
    {"sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
    {"tanh", [](double x) { return std::tanh(x); }},
    {"relu", [](double x) { return std::max(0., x); }},
    {"prelu", [](double x) { return x > 0 ? x : 0.25 * x; }},
    {"prelu:slope=0.5", [](double x) { return x > 0 ? x : 0.5 * x; }},
    {"leaky_relu", [](double x) { return x > 0 ? x : 0.01 * x; }},
    {"leaky_relu:slope=0.1", [](double x) { return x > 0 ? x : 0.1 * x; }},
    {"elu", [](double x) { return x > 0 ? x : std::expm1(x); }},
    {"elu:alpha=2", [](double x) { return x > 0 ? x : 2 * std::expm1(x); }},
    {"selu",
     [](double x) {
       return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * std::expm1(x));
     }},
    {"gelu", [](double x) { return x * 0.5 * (1 + std::erf(x / std::sqrt(2.))); }},
    {"gelu:approximate=tanh",
     [](double x) {
       return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
     }},
    {"silu", [](double x) { return x / (1 + std::exp(-x)); }},
    {"softplus", softplus},
    {"softplus:beta=2:threshold=50", [](double x) { return softplus(2 * x) / 2; }},
    {"mish", [](double x) { return x * std::tanh(softplus(x)); }},
    {"hardtanh", [](double x) { return std::clamp(x, -1., 1.); }},
    {"hardtanh:min=-2:max=0.5", [](double x) { return std::clamp(x, -2., 0.5); }},
    {"hardtanh:min=-2,max=0.5", [](double x) { return std::clamp(x, -2., 0.5); }},
};

}  // namespace

TEST_CASE("Activations have the values of their formulas") {
  const auto inputs = torch::linspace(-4, 4, 33, torch::kFloat64);
  for (const auto& [text, formula] : kFormulas) {
    INFO(text);
    auto activation = make_activation(text);
    activation.ptr()->to(torch::kFloat64);
    const auto outputs = activation.forward(inputs);
    for (int64_t i = 0; i < inputs.size(0); ++i) {
      const double x = inputs[i].item<double>();
      CHECK(outputs[i].item<double>() == Approx(formula(x)).epsilon(1e-12).margin(1e-12));
    }
  }
}

TEST_CASE("Every activation has a formula here, and a summary") {
  for (const auto& [name, entry] : activations().entries()) {
    INFO(name);
    CHECK(kFormulas.contains(name));
    CHECK_FALSE(entry.summary.empty());
    for (const auto& option : activation_options(name)) CHECK_FALSE(option.help.empty());
  }
  CHECK(activations().entries().size() == 15);
}

TEST_CASE("Only prelu learns") {
  for (const auto& name : activations().names()) {
    INFO(name);
    CHECK(make_activation(name).ptr()->parameters().size() == (name == "prelu" ? 1 : 0));
  }
}

TEST_CASE("The hard activations are trained through on request") {
  for (const auto* text : {"step:straight_through=true", "sign:straight_through=true"}) {
    const auto inputs = torch::tensor({0.5f}).requires_grad_();
    make_activation(text).forward(inputs).sum().backward();
    CHECK(inputs.grad().item<float>() == 1);
  }
}

TEST_CASE("Unknown activations, keys and values are refused") {
  CHECK_THROWS_MESSAGE(make_activation("rellu"), UsageError,
                       "unknown activation 'rellu': did you mean 'relu'?");
  CHECK_THROWS_MESSAGE(make_activation("leaky_relu:slop=0.1"), UsageError, "did you mean 'slope'?");
  CHECK_THROWS_MESSAGE(make_activation("relu:slope=0.1"), UsageError, "it has none");
  CHECK_THROWS_MESSAGE(make_activation("hardtanh:min=1:max=1"), UsageError, "expected min < max");
  CHECK_THROWS_MESSAGE(make_activation("softplus:beta=0"), UsageError, "beta=0: expected a number");
  CHECK_THROWS_MESSAGE(make_activation("step:tie=2"), UsageError, "tie=2");
  CHECK_THROWS_MESSAGE(make_activation("elu:alpha"), UsageError, "expected key=value");
}
