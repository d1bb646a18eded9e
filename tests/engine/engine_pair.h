/// The same network trained by two engines, to be compared.
#pragma once
#include "networks.h"

#include "catch.h"

template <typename Optimizer, typename Options>
OptimizerFactory factory(Options options) {
  return [options](std::vector<torch::Tensor> parameters) {
    return std::make_unique<Optimizer>(parameters, options);
  };
}

/// Both are eager's until `graph` is given the engine to be tested.
struct EnginePair {
  EnginePair(const std::string& text, const std::string& loss, const OptimizerFactory& optimizer,
             torch::Device device,
             gradus::engine::Precision precision = gradus::engine::Precision::kFloat32,
             bool apart = false)
      : EnginePair(make_layers(text), text, loss, optimizer, device, precision, apart) {}

  /// Both see the same random numbers.
  void check_epoch(const gradus::engine::EpochRows& rows, double tolerance = 1e-5) {
    torch::manual_seed(7);
    const auto losses = graph.train_epoch(rows);
    torch::manual_seed(7);
    const auto wanted = eager.train_epoch(rows);
    REQUIRE(losses.size() == wanted.size());
    for (size_t i = 0; i < losses.size(); ++i)
      CHECK(losses[i] == Approx(wanted[i]).epsilon(tolerance));
    check_same(graph.network->parameters(), eager.network->parameters(), tolerance);
    check_same(graph.network->buffers(), eager.network->buffers(), tolerance);
  }

  Setup graph, eager;

 private:
  EnginePair(Layers network, const std::string& text, const std::string& loss,
             const OptimizerFactory& optimizer, torch::Device device,
             gradus::engine::Precision precision, bool apart)
      : graph(on(device, network), loss, optimizer, gradus::engine::EngineKind::kEager, 1,
              precision, apart),
        eager(on(device, copy_layers(network, text, torch::kFloat32)), loss, optimizer,
              gradus::engine::EngineKind::kEager, 1, precision, apart) {}

  static Layers on(torch::Device device, Layers network) {
    network->to(device);
    return network;
  }
  static void check_same(const std::vector<torch::Tensor>& values,
                         const std::vector<torch::Tensor>& wanted, double tolerance) {
    for (size_t i = 0; i < wanted.size(); ++i)
      CHECK(torch::allclose(values[i], wanted[i], tolerance, tolerance / 10));
  }
};
