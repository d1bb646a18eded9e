#include "gradus/models/initialization.h"

#include "gradus/core/error.h"

#include <torch/nn/modules/linear.h>

#include <cmath>

#include "catch.h"

using gradus::UsageError;
using gradus::models::Initialization;
using gradus::models::initialization_names;
using gradus::models::initialize;
using gradus::models::parse_initialization;

namespace {

constexpr int64_t kIn = 300, kOut = 500;

torch::nn::Linear drawn(Initialization initialization) {
  torch::manual_seed(3);
  torch::nn::Linear linear(kIn, kOut);
  initialize(*linear, initialization);
  return linear;
}

}  // namespace

TEST_CASE("Initializations have the spread that their papers give") {
  const std::vector<std::pair<Initialization, double>> expected = {
      {Initialization::kPyTorch, 1 / std::sqrt(3. * kIn)},
      {Initialization::kXavier, std::sqrt(2. / (kIn + kOut))},
      {Initialization::kHe, std::sqrt(2. / kIn)},
      {Initialization::kLeCun, std::sqrt(1. / kIn)},
      {Initialization::kSmallNormal, 0.01}};
  for (const auto& [initialization, deviation] : expected) {
    INFO(to_string(initialization));
    const auto linear = drawn(initialization);
    // 150000 draws: the sample's deviation is within 1 % with certainty, its mean within 1 % of it.
    CHECK(linear->weight.std().item<double>() == Approx(deviation).epsilon(0.01));
    CHECK(std::abs(linear->weight.mean().item<double>()) < 0.01 * deviation);
    const bool zero_bias = linear->bias.eq(0).all().item<bool>();
    CHECK(zero_bias == (initialization != Initialization::kPyTorch));
  }
}

TEST_CASE("Zero initialization leaves nothing but zeros") {
  CHECK(drawn(Initialization::kZero)->weight.eq(0).all().item<bool>());
}

TEST_CASE("A layer without bias is initialized too") {
  torch::nn::Linear linear(torch::nn::LinearOptions(2, 2).bias(false));
  CHECK_NOTHROW(initialize(*linear, Initialization::kZero));
  CHECK(linear->weight.eq(0).all().item<bool>());
}

TEST_CASE("Initializations are named") {
  for (const auto& name : initialization_names())
    CHECK(to_string(parse_initialization(name)) == name);
  CHECK_THROWS_MESSAGE(parse_initialization("xaver"), UsageError, "did you mean 'xavier'?");
}
