#include "gradus/interop/torchscript.h"

#include "export_cases.h"
#include "gradus/core/error.h"

#include <cmath>
#include <limits>

#include "catch.h"

using gradus::CheckpointError;
using gradus::interop::to_torchscript;

TEST_CASE("The same network gives the same TorchScript") {
  const auto network = example_network("mlp", "hidden=4,normalization=batch", 3, 2);
  CHECK(to_torchscript(network) == to_torchscript(network));
}

TEST_CASE("No TorchScript is made of a model that is no stack of layers") {
  CHECK_THROWS_MESSAGE(to_torchscript(example_network("perceptron", "output=step", 3, 2)),
                       CheckpointError,
                       "model 'perceptron' cannot be exported as TorchScript: it is no plain stack "
                       "of layers that gradus knows; export its weights instead, as safetensors");
  CHECK_THROWS_MESSAGE(to_torchscript(example_network("residual", "", 3, 2)), CheckpointError,
                       "model 'residual' cannot be exported as TorchScript");
}

TEST_CASE("A name that TorchScript cannot write is refused") {
  for (const auto* name :
       {"class.weight", "layers.for.weight", "training", "a.forward", "\"a\".b", "层.bias"}) {
    auto network = example_network("softmax", "", 3, 2);
    network.state.front().first = name;
    CHECK_THROWS_MESSAGE(to_torchscript(network), CheckpointError,
                         fmt::format("in the name '{}': give that module", name));
  }
}

TEST_CASE("What PyTorch's compiler refuses is told on one line") {
  auto network = example_network("softmax", "", 3, 2);
  network.layers->front().module = "absent";
  std::string message;
  try {
    to_torchscript(network);
  } catch (const CheckpointError& error) {
    message = error.what();
  }
  CAPTURE(message);
  CHECK(message.find("cannot be exported as TorchScript: PyTorch's compiler says: ") !=
        std::string::npos);
  CHECK(message.find("'absent'") != std::string::npos);
  CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("Infinite bounds are written, and nan is refused") {
  auto network = example_network("softmax", "", 3, 2);
  const auto infinity = std::numeric_limits<double>::infinity();
  network.layers->push_back(
      {"", gradus::ActivationLayer{gradus::ActivationKind::kHardtanh, -infinity, infinity}});
  to_torchscript(network);
  std::get<gradus::ActivationLayer>(network.layers->back().layer).b = std::nan("");
  CHECK_THROWS_MESSAGE(to_torchscript(network), CheckpointError, "an activation is set to nan");
}

TEST_CASE("The network's own tensors stay as they are") {
  const auto network = example_network("mlp", "hidden=4", 3, 2);
  to_torchscript(network);
  for (const auto& [name, tensor] : network.state) CHECK_FALSE(tensor.requires_grad());
}
