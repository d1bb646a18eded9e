#include "gradus/interop/onnx.h"

#include "export_cases.h"
#include "gradus/core/error.h"

#include "catch.h"

using gradus::CheckpointError;
using gradus::interop::to_onnx;

TEST_CASE("The same network gives the same ONNX graph") {
  const auto network = example_network("mlp", "hidden=4,activation=softplus:beta=2", 3, 2);
  CHECK(to_onnx(network) == to_onnx(network));
}

TEST_CASE("No ONNX graph is made of a model that is no stack of layers") {
  CHECK_THROWS_MESSAGE(to_onnx(example_network("perceptron", "output=step", 3, 2)), CheckpointError,
                       "model 'perceptron' cannot be exported as ONNX: it is no plain stack of "
                       "layers that gradus knows; export its weights instead, as safetensors");
  CHECK_THROWS_MESSAGE(to_onnx(example_network("residual", "", 3, 2)), CheckpointError,
                       "model 'residual' cannot be exported as ONNX");
}

TEST_CASE("A tensor that two layers share is written once") {
  auto network = example_network("mlp", "hidden=300,bias=no", 300, 300);
  const auto once = to_onnx(network).size();
  network.layers->push_back(network.layers->front());
  CHECK(to_onnx(network).size() < once + 1000);
}

TEST_CASE(
    "More weights than a file of protocol buffers can hold are refused before any is written") {
  auto network = example_network("softmax", "bias=no", 3, 2);
  network.state.front().second = torch::zeros({1}).expand({30'000, 30'000});
  CHECK_THROWS_MESSAGE(to_onnx(network), CheckpointError,
                       "its weights take 3600000000 bytes and one file holds 2000000000; export "
                       "them as safetensors");
}
