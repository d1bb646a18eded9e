// The loop that one would write with LibTorch alone: Sequential, its optimizers, index_select.
//
//   gradus_peer_libtorch FOLDER THREADS
#include "torch_work.h"

#include <ATen/Parallel.h>
#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>
#include <torch/version.h>

#include <iostream>

namespace {

torch::nn::Sequential make_network(const peers::Work& work) {
  torch::nn::Sequential network;
  for (size_t i = 0; i + 1 < work.layers.size(); ++i) {
    network->push_back(torch::nn::Linear(work.layers[i], work.layers[i + 1]));
    if (i + 2 == work.layers.size()) break;
    if (work.activation == "tanh")
      network->push_back(torch::nn::Tanh());
    else
      network->push_back(torch::nn::ReLU());
  }
  peers::set_weights(*network, peers::read_array<float>(work.folder, "weights"));
  return network;
}

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const peers::Work& work,
                                                        torch::nn::Sequential& network) {
  if (work.optimizer == "adam")
    return std::make_unique<torch::optim::Adam>(network->parameters(),
                                                torch::optim::AdamOptions(work.rate));
  return std::make_unique<torch::optim::SGD>(network->parameters(),
                                             torch::optim::SGDOptions(work.rate));
}

struct Data {
  torch::Tensor inputs, labels, order;
};

/// The mean loss of the epoch.
double train_epoch(const peers::Work& work, const Data& data, const torch::Tensor& order,
                   torch::nn::Sequential& network, torch::optim::Optimizer& optimizer) {
  auto total = torch::zeros({});
  for (int64_t begin = 0; begin < work.rows; begin += work.batch) {
    const auto count = std::min(work.batch, work.rows - begin);
    const auto rows = order.narrow(0, begin, count);
    const auto inputs = data.inputs.index_select(0, rows),
               labels = data.labels.index_select(0, rows);
    optimizer.zero_grad();
    auto loss = torch::nn::functional::cross_entropy(network->forward(inputs), labels);
    loss.backward();
    optimizer.step();
    total += loss.detach() * count;
  }
  return total.item<double>() / static_cast<double>(work.rows);
}

peers::Measured train(const peers::Work& work, const Data& data) {
  auto network = make_network(work);
  const auto optimizer = make_optimizer(work, network);
  const double start = peers::seconds_now();
  double loss = 0;
  for (int64_t epoch = 0; epoch < work.epochs; ++epoch)
    loss = train_epoch(work, data, data.order[epoch], network, *optimizer);
  return {peers::seconds_now() - start, loss};
}

peers::Measured predict(const peers::Work& work, torch::nn::Sequential& network,
                        const torch::Tensor& rows) {
  const torch::InferenceMode inference;
  const double start = peers::seconds_now();
  for (int64_t i = 0; i < work.calls; ++i) network->forward(rows);
  return {peers::seconds_now() - start, 0};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: gradus_peer_libtorch FOLDER THREADS\n";
    return 2;
  }
  const auto work = peers::read_work(argv[1]);
  at::set_num_threads(std::stoi(argv[2]));
  const nlohmann::json about{{"version", TORCH_VERSION}};
  if (work.kind == "predict") {
    auto network = make_network(work);
    const auto rows =
        peers::read_tensor<float>(work.folder, "test_inputs", {-1, work.layers.front()})
            .narrow(0, 0, work.rows);
    return peers::serve(about, [&] { return predict(work, network, rows); });
  }
  const Data data{peers::read_tensor<float>(work.folder, "inputs", {-1, work.layers.front()}),
                  peers::read_tensor<int64_t>(work.folder, "labels", {-1}),
                  peers::read_tensor<int64_t>(work.folder, "order", {work.epochs, work.rows})};
  return peers::serve(about, [&] { return train(work, data); });
}
