// The same seed must give the weights that PyTorch gives in Python, bit for bit.
#include "gradus/core/seed.h"
#include "gradus/core/settings.h"
#include "gradus/models/registry.h"
#include "oracle.h"

#include <cstdio>

#include "catch.h"

using gradus::models::make_model;

namespace {

using Values = std::map<std::string, std::vector<double>>;

struct Network {
  std::string name, model, settings;
};

/// Python's name of a network, and ours.
const std::vector<Network> kNetworks = {
    {"softmax", "softmax", ""},
    {"logistic", "logistic", ""},
    {"perceptron", "perceptron", ""},
    {"plain", "mlp", "hidden=16-8"},
    {"no_bias", "mlp", "hidden=16-8,activation=tanh,bias=no"},
    {"batch", "mlp", "hidden=16-8,normalization=batch"},
    {"layer", "mlp", "hidden=16-8,activation=gelu,normalization=layer"},
    {"dropout", "mlp", "hidden=16-8,dropout=0.3"},
    {"everything", "mlp", "hidden=16-8-4,activation=prelu,normalization=batch,dropout=0.5"},
    {"xavier", "mlp", "hidden=16-8,activation=sigmoid,initialization=xavier"},
    {"he", "mlp", "hidden=16-8,initialization=he"},
    {"lecun", "mlp", "hidden=16-8,activation=selu,initialization=lecun"},
    {"small_normal", "mlp", "hidden=16-8,activation=sigmoid,initialization=small_normal"},
    {"zero", "mlp", "hidden=16-8,initialization=zero"},
};

std::vector<double> to_vector(const torch::Tensor& tensor) {
  const auto values = tensor.detach().to(torch::kFloat64).contiguous();
  const auto* data = values.const_data_ptr<double>();
  return {data, data + values.numel()};
}

/// The printed values as float32, which 9 digits give back exactly.
std::vector<double> expected(const Values& oracle, const std::string& key) {
  std::vector<double> values;
  for (const double value : oracle.at(key)) values.push_back(static_cast<float>(value));
  return values;
}

/// "layers.0.weight" and "linear.weight" to the names in Python's Sequential.
std::string python_name(std::string name) {
  if (name.starts_with("layers.")) return name.substr(7);
  if (name.starts_with("linear.")) return "0." + name.substr(7);
  return name;
}

void check_near(const torch::Tensor& outputs, const std::vector<double>& values) {
  const auto ours = to_vector(outputs);
  REQUIRE(ours.size() == values.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    CHECK(ours[i] == Approx(values[i]).epsilon(1e-5).margin(1e-6));
  }
}

void check_network(const Network& network, uint64_t seed, const Values& oracle) {
  const auto key = fmt::format("{}/{}/", network.name, seed);
  INFO(key);
  const auto inputs = static_cast<int64_t>(oracle.at("inputs_outputs")[0]);
  const bool two_classes = network.name == "logistic" || network.name == "perceptron";
  const auto outputs = two_classes ? 2 : static_cast<int64_t>(oracle.at("inputs_outputs")[1]);
  gradus::seed_everything(seed);
  auto model =
      make_model(network.model, {inputs, outputs}, gradus::Settings::parse(network.settings));
  for (const auto& parameter : model.ptr()->named_parameters()) {
    INFO(parameter.key());
    CHECK(to_vector(parameter.value()) == expected(oracle, key + python_name(parameter.key())));
  }
  CHECK(to_vector(torch::rand({4})) == expected(oracle, key + "next"));
  const auto rows = torch::randn({5, inputs});
  check_near(model.forward(rows), oracle.at(key + "training"));
  model.ptr()->eval();
  check_near(model.forward(rows), oracle.at(key + "evaluation"));
}

}  // namespace

TEST_CASE("The same seed gives the initial weights and the outputs of PyTorch in Python") {
  if (!oracle_available()) {
    std::puts("SKIPPED: " GRADUS_PYTHON " cannot import torch; scripts/setup.sh puts it in .venv");
    return;
  }
  const auto oracle = run_oracle("initial_weights.py");
  for (const auto& network : kNetworks) {
    for (const double seed : oracle.at("seeds")) {
      check_network(network, static_cast<uint64_t>(seed), oracle);
    }
  }
}
