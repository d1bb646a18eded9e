#include "gradus/interop/network.h"

#include "gradus/checkpoint/module_state.h"
#include "gradus/core/error.h"
#include "gradus/models/registry.h"

#include <torch/nn/modules/linear.h>

#include "catch.h"

using gradus::CheckpointError;
using gradus::checkpoint::SavedModel;
using gradus::interop::describe_network;
using gradus::interop::Network;

namespace {

SavedModel saved_model(const std::string& model, int64_t inputs, int64_t outputs) {
  SavedModel saved;
  saved.model = model;
  saved.in_features = inputs;
  saved.out_features = outputs;
  saved.input_shape = {inputs};
  saved.task = "classification";
  saved.standardization = {{"input_mean", torch::zeros({inputs})},
                           {"input_std", torch::ones({inputs})}};
  return saved;
}

torch::nn::AnyModule make(const SavedModel& saved, const std::string& settings) {
  return gradus::models::make_model(saved.model, {saved.in_features, saved.out_features},
                                    gradus::Settings::parse(settings));
}

std::vector<std::string> names(const gradus::interop::NamedTensors& tensors) {
  std::vector<std::string> result;
  for (const auto& [name, tensor] : tensors) result.push_back(name);
  return result;
}

/// Says that it is a stack of one layer, whose tensors have names of its own.
struct OwnNamesImpl : torch::nn::Module, gradus::FeedForward {
  OwnNamesImpl() { matrix = register_parameter("matrix", torch::ones({1, 2})); }
  torch::Tensor forward(const torch::Tensor& inputs) { return inputs.matmul(matrix.t()); }
  std::optional<gradus::FeedForwardLayers> feed_forward_layers() const override {
    return gradus::FeedForwardLayers{gradus::LinearLayer{matrix, {}}};
  }
  torch::Tensor matrix;
};

/// The same layer twice, and a layer that is the module itself.
struct TwiceImpl : torch::nn::LinearImpl, gradus::FeedForward {
  TwiceImpl() : torch::nn::LinearImpl(3, 3) {}
  std::optional<gradus::FeedForwardLayers> feed_forward_layers() const override {
    const gradus::LinearLayer layer{weight, bias};
    return gradus::FeedForwardLayers{layer, layer};
  }
};

}  // namespace

TEST_CASE("A network's layers have the names of the modules that keep their tensors") {
  const auto saved = saved_model("mlp", 3, 2);
  const auto module = make(saved, "hidden=4-5,normalization=batch,activation=prelu,dropout=0.1");
  const auto network = describe_network(*module.ptr(), saved);
  REQUIRE(network.layers);
  std::vector<std::string> found;
  for (const auto& layer : *network.layers) found.push_back(layer.module);
  CHECK(found == std::vector<std::string>{"layers.0", "layers.1", "layers.2", "", "layers.4",
                                          "layers.5", "layers.6", "", "layers.8"});
  CHECK(std::holds_alternative<gradus::BatchNormLayer>((*network.layers)[1].layer));
  const auto& last = std::get<gradus::LinearLayer>(network.layers->back().layer);
  CHECK(torch::equal(last.weight, network.state[network.state.size() - 2].second));
}

TEST_CASE("The state has the order of state_dict() in Python") {
  const auto saved = saved_model("mlp", 3, 2);
  const auto module = make(saved, "hidden=4,normalization=batch,activation=prelu");
  // As torch.nn.Sequential(Linear, BatchNorm1d, PReLU, Linear).state_dict() prints its keys.
  CHECK(names(describe_network(*module.ptr(), saved).state) ==
        std::vector<std::string>{"layers.0.weight", "layers.0.bias", "layers.1.weight",
                                 "layers.1.bias", "layers.1.running_mean", "layers.1.running_var",
                                 "layers.1.num_batches_tracked", "layers.2.weight",
                                 "layers.3.weight", "layers.3.bias"});
  CHECK(describe_network(*module.ptr(), saved).buffers ==
        std::vector<std::string>{"layers.1.running_mean", "layers.1.running_var",
                                 "layers.1.num_batches_tracked"});
}

TEST_CASE("Type, sizes, names and standardisation come along") {
  auto saved = saved_model("mlp", 4, 2);
  saved.task = "regression";
  saved.input_shape = {2, 2};
  saved.target_names = {"height", "width"};
  saved.feature_names = {"a", "b", "c", "d"};
  saved.standardization = {{"input_mean", torch::tensor(0.5F)},
                           {"input_std", torch::tensor(2.F)},
                           {"target_mean", torch::tensor({1.F, 2.F})},
                           {"target_std", torch::tensor({3.F, 4.F})}};
  const auto module = make(saved, "hidden=3");
  module.ptr()->to(torch::kFloat64);
  const auto network = describe_network(*module.ptr(), saved);
  CHECK(network.model == "mlp");
  CHECK(network.type == torch::kFloat64);
  CHECK_FALSE(network.is_classifier);
  CHECK(network.input_shape == std::vector<int64_t>{2, 2});
  CHECK(network.in_features == 4);
  CHECK(network.out_features == 2);
  CHECK(network.target_names == saved.target_names);
  CHECK(network.feature_names == saved.feature_names);
  CHECK(network.input_std.item<float>() == 2);
  CHECK(torch::equal(network.target_mean, torch::tensor({1.F, 2.F})));
}

TEST_CASE("What is no stack of PyTorch's layers has a state but no layers") {
  const auto saved = saved_model("perceptron", 2, 2);
  const auto step = make(saved, "output=step");
  const auto network = describe_network(*step.ptr(), saved);
  CHECK_FALSE(network.layers);
  CHECK(names(network.state) == std::vector<std::string>{"linear.weight", "linear.bias"});
  CHECK(describe_network(*make(saved, "").ptr(), saved).layers);
  CHECK_FALSE(describe_network(*std::make_shared<OwnNamesImpl>(), saved).layers);
}

TEST_CASE("A layer may be used twice, and be the module itself") {
  const auto network = describe_network(*std::make_shared<TwiceImpl>(), saved_model("twice", 3, 3));
  REQUIRE(network.layers);
  REQUIRE(network.layers->size() == 2);
  CHECK(network.layers->front().module.empty());
  CHECK(names(network.state) == std::vector<std::string>{"weight", "bias"});
}

TEST_CASE("A standardisation of another size than the model is refused") {
  auto saved = saved_model("softmax", 3, 2);
  const auto module = make(saved, "");
  saved.standardization["input_std"] = torch::ones({4});
  CHECK_THROWS_MESSAGE(describe_network(*module.ptr(), saved), CheckpointError,
                       "'input_std' has the shape [4], expected [3]");
  saved.standardization.erase("input_mean");
  CHECK_THROWS_MESSAGE(describe_network(*module.ptr(), saved), CheckpointError,
                       "'input_mean' is missing");
}
