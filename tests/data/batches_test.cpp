#include "gradus/data/batches.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using data::Batches;
using data::Dataset;

namespace {

Dataset numbered(int64_t n) {
  Dataset d;
  d.inputs = torch::arange(n, torch::kFloat32).unsqueeze(1);
  d.targets = torch::arange(n, torch::kInt64);
  return d;
}

torch::Tensor order_of(const Batches& batches) {
  std::vector<torch::Tensor> parts;
  for (const auto& batch : batches) parts.push_back(batch.targets);
  return torch::cat(parts);
}

}  // namespace

TEST_CASE("Every example comes once an epoch and the last short batch is kept") {
  const Batches batches(numbered(10), 4, 0, 0);
  REQUIRE(batches.size() == 3);
  CHECK(batches[0].targets.size(0) == 4);
  CHECK(batches[2].targets.size(0) == 2);
  CHECK(torch::equal(std::get<0>(order_of(batches).sort()), torch::arange(10, torch::kInt64)));
  for (const auto& batch : batches)
    CHECK(torch::equal(batch.inputs.squeeze(1).to(torch::kInt64), batch.targets));
}

TEST_CASE("The order is a function of seed and epoch") {
  const auto d = numbered(100);
  const auto order = order_of({d, 7, 1, 2});
  CHECK(torch::equal(order, order_of({d, 7, 1, 2})));
  CHECK(torch::equal(order, order_of({d, 13, 1, 2})));
  CHECK_FALSE(torch::equal(order, order_of({d, 7, 1, 3})));
  CHECK_FALSE(torch::equal(order, order_of({d, 7, 2, 2})));
}

TEST_CASE("The order leaves LibTorch's own generator alone") {
  torch::manual_seed(1);
  const auto wanted = torch::rand({3});
  torch::manual_seed(1);
  const Batches batches(numbered(100), 7, 1, 2);
  CHECK(torch::equal(torch::rand({3}), wanted));
}

TEST_CASE("Without shuffling, batches are slices that share the data's memory") {
  const auto d = numbered(10);
  const Batches batches(d, 4, 0, 0, false);
  CHECK(torch::equal(order_of(batches), d.targets));
  CHECK(batches[1].inputs.data_ptr() == d.inputs[4].data_ptr());
}

TEST_CASE("Bytes become floats between 0 and 1 and the data stay as they are") {
  auto d = numbered(2);
  d.inputs = torch::tensor({{0, 51}, {255, 255}}).to(torch::kUInt8);
  const auto batch = Batches(d, 2, 0, 0, false)[0];
  CHECK(torch::allclose(batch.inputs, torch::tensor({{0.F, 0.2F}, {1.F, 1.F}})));
  CHECK(d.inputs[1][1].item<int>() == 255);
}

TEST_CASE("A batch larger than the data is all of it") {
  CHECK(Batches(numbered(3), std::numeric_limits<int64_t>::max(), 0, 0).size() == 1);
  CHECK(Batches(numbered(1), 1, 0, 0)[0].inputs.size(0) == 1);
}

TEST_CASE("A batch size below 1 is refused") {
  CHECK_THROWS_MESSAGE(Batches(numbered(3), 0, 0, 0), UsageError, "batch size 0");
}
