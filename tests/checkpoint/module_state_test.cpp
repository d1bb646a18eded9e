#include "gradus/checkpoint/module_state.h"

#include "gradus/core/error.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

#include "catch.h"

using gradus::CheckpointError;
using gradus::checkpoint::load_state;
using gradus::checkpoint::state_of;
using gradus::checkpoint::TensorMap;

namespace {

torch::nn::Sequential make_network(int64_t width) {
  torch::nn::Sequential network;
  network->push_back(torch::nn::Linear(3, width));
  network->push_back(torch::nn::BatchNorm1d(width));
  return network;
}

}  // namespace

TEST_CASE("A module's state has PyTorch's names, buffers included") {
  const auto state = state_of(*make_network(2));
  std::vector<std::string> names;
  for (const auto& [name, tensor] : state) {
    names.push_back(name);
    CHECK_FALSE(tensor.requires_grad());
  }
  // python3: sorted(torch.nn.Sequential(Linear(3, 2), BatchNorm1d(2)).state_dict())
  CHECK(names == std::vector<std::string>{"0.bias", "0.weight", "1.bias", "1.num_batches_tracked",
                                          "1.running_mean", "1.running_var", "1.weight"});
}

TEST_CASE("A loaded state makes two modules equal without sharing memory") {
  auto from = make_network(2);
  auto to = make_network(2);
  from->forward(torch::randn({8, 3}));
  load_state(*to, state_of(*from));
  from->eval(), to->eval();
  const auto inputs = torch::randn({5, 3});
  CHECK(torch::equal(from->forward(inputs), to->forward(inputs)));
  CHECK(state_of(*from).at("0.weight").data_ptr() != state_of(*to).at("0.weight").data_ptr());
  CHECK(to->parameters().front().requires_grad());
}

TEST_CASE("A state that does not fit is refused whole, with both shapes") {
  auto network = make_network(2);
  const auto before = network->parameters().front().clone();
  CHECK_THROWS_MESSAGE(load_state(*network, state_of(*make_network(4))), CheckpointError,
                       "'0.weight' is Float [4, 3], the model has Float [2, 3]");

  TensorMap state = state_of(*make_network(2));
  state.erase("1.weight");
  state["2.weight"] = torch::zeros({7});
  CHECK_THROWS_MESSAGE(load_state(*network, state), CheckpointError,
                       "'1.weight' is missing; '2.weight' Float [7] is not in the model");

  state = state_of(*make_network(2));
  state["1.weight"] = torch::zeros({2}, torch::kInt64);
  CHECK_THROWS_MESSAGE(load_state(*network, state), CheckpointError,
                       "'1.weight' is Long [2], the model has Float [2]");
  CHECK_THROWS_MESSAGE(load_state(*network, {}), CheckpointError, "; and 3 more");
  CHECK(torch::equal(network->parameters().front(), before));
}
