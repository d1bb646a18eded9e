#include "gate_network.h"

#include <algorithm>

#include "catch.h"

using namespace gradus::demos;

namespace {

GateNetwork course() {
  return {.weights = {std::vector<double>{-3, 2, 2}, {-1, 2, 2}, {1, 3, -3}}};
}

/// The network in plain arithmetic.
TruthTable by_hand(const GateNetwork& network) {
  const auto h = [&](const std::vector<double>& w, double x1, double x2) {
    const double z = w[0] + w[1] * x1 + w[2] * x2;
    return z > 0 || (network.tie == 1 && z == 0) ? 1.0 : 0.0;
  };
  TruthTable table{};
  for (size_t i = 0; i < 4; ++i) {
    const double z1 = h(network.weights[0], double(i / 2), double(i % 2));
    const double z2 = h(network.weights[1], double(i / 2), double(i % 2));
    table[i] = static_cast<int64_t>(h(network.weights[2], z1, z2));
  }
  return table;
}

}  // namespace

TEST_CASE("The network computes what its three neurons do by hand, with every choice of signs") {
  const auto network = course();
  CHECK(network.truth_tables(torch::kCPU)[2] == by_hand(network));
  const auto changes = sign_changes(network, torch::kCPU);
  REQUIRE(changes.size() == 511);
  CHECK(std::ranges::is_sorted(changes, {}, &SignChange::numbers));
  for (unsigned i = 0; i < 9; ++i) {
    auto turned = network;
    turned.weights[i / 3][i % 3] *= -1;
    CHECK(changes[i].numbers == 1);
    CHECK(changes[i].outputs == by_hand(turned));
  }
  CHECK(changes[0].what.en == "b of W₁");
  CHECK(changes[8].what.zh == "W_z 的 w₂");
  auto all = network;
  for (auto& weights : all.weights) {
    for (auto& weight : weights) weight *= -1;
  }
  CHECK(changes.back().numbers == 9);
  CHECK(changes.back().outputs == by_hand(all));
}

TEST_CASE("Three changes are those of a whole neuron") {
  std::vector<std::string> names;
  for (const auto& change : sign_changes(course(), torch::kCPU)) {
    if (change.neuron) names.push_back(change.what.en);
  }
  CHECK(names == std::vector<std::string>{"all of W₁", "all of W₂", "all of W_z"});
}

TEST_CASE("A tie inside the network is decided as it is told to be") {
  GateNetwork network{.weights = {std::vector<double>{-2, 2, 2}, {-1, 2, 2}, {0, 0, 0}}};
  for (const int64_t tie : {0, 1}) {
    network.tie = tie;
    const auto [z1, z2, output] = network.truth_tables(torch::kCPU);
    CHECK(z1 == TruthTable{0, tie, tie, 1});
    CHECK(output == TruthTable{tie, tie, tie, tie});
  }
}
