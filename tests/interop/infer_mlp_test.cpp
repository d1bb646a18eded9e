#include "gradus/interop/infer_mlp.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus::interop;
using gradus::CheckpointError;

namespace {

using Widths = std::vector<int64_t>;

struct Matrix {
  std::string module;
  int64_t in, out;
};

NamedTensors matrices(const std::vector<Matrix>& list) {
  NamedTensors tensors;
  for (const auto& [module, in, out] : list)
    tensors.emplace_back(module + ".weight", torch::zeros({out, in}));
  return tensors;
}

void add(NamedTensors& tensors, const std::string& name, torch::IntArrayRef shape) {
  tensors.emplace_back(name, torch::zeros(shape));
}

}  // namespace

TEST_CASE("A chain of matrices gives sizes and hidden widths") {
  const auto mlp = infer_mlp(matrices({{"0", 784, 256}, {"2", 256, 128}, {"4", 128, 10}}), true);
  CHECK(mlp.sizes.in_features == 784);
  CHECK(mlp.sizes.out_features == 10);
  CHECK(mlp.hidden == Widths{256, 128});
  CHECK(mlp.normalization == "none");
  CHECK_FALSE(mlp.bias);
  CHECK_FALSE(mlp.prelu);
  CHECK(infer_mlp(matrices({{"fc", 4, 3}}), false).hidden.empty());
}

TEST_CASE("Transposed weights are known by their biases") {
  NamedTensors tensors;
  add(tensors, "0.weight", {4, 8}), add(tensors, "0.bias", {8});
  add(tensors, "2.weight", {8, 3}), add(tensors, "2.bias", {3});
  const auto mlp = infer_mlp(tensors, true);
  CHECK(mlp.hidden == Widths{8});
  CHECK(mlp.sizes.in_features == 4);
  CHECK(outer_sizes(tensors).out_features == 3);
}

TEST_CASE("Biases, normalisations and slopes are seen") {
  auto tensors = matrices({{"0", 4, 8}, {"3", 8, 3}});
  add(tensors, "0.bias", {8});
  auto layer = tensors;
  add(layer, "1.weight", {8}), add(layer, "1.bias", {8});
  CHECK(infer_mlp(layer, true).normalization == "layer");
  CHECK(infer_mlp(layer, true).bias);
  add(layer, "1.running_mean", {8}), add(layer, "1.running_var", {8});
  CHECK(infer_mlp(layer, true).normalization == "batch");
  add(tensors, "2.weight", {1});
  CHECK(infer_mlp(tensors, true).prelu);
  CHECK(infer_mlp(tensors, true).normalization == "none");
}

TEST_CASE("Where the names tell no order the sizes do, if there is one way alone") {
  // By name `decode` comes first.
  CHECK(infer_mlp(matrices({{"decode", 8, 3}, {"encode", 4, 8}}), false).hidden == Widths{8});
  // 8 leads to 8 and to 3, which leads nowhere; and to 5 and back.
  CHECK(infer_mlp(matrices({{"a", 8, 3}, {"b", 8, 8}, {"c", 4, 8}, {"d", 8, 8}}), false).hidden ==
        Widths{8, 8, 8});
  CHECK(infer_mlp(matrices({{"a", 5, 8}, {"b", 8, 3}, {"c", 4, 8}, {"d", 8, 5}}), false).hidden ==
        Widths{8, 5, 8});
  // 4 → 8 → 4 or 8 → 4 → 8.
  const auto round = matrices({{"down", 4, 8}, {"up", 8, 4}});
  CHECK_THROWS_MESSAGE(infer_mlp(round, false), CheckpointError, "more than one order");
  CHECK(infer_mlp(round, true).hidden == Widths{8});
  CHECK(infer_mlp(matrices({{"fc1", 4, 8}, {"fc2", 8, 4}}), false).hidden == Widths{8});
}

TEST_CASE("What makes no network is refused") {
  CHECK_THROWS_MESSAGE(infer_mlp(matrices({{"a", 4, 8}, {"b", 9, 3}}), true), CheckpointError,
                       "follow each other in no order");
  NamedTensors convolution;
  add(convolution, "conv.weight", {8, 1, 3, 3});
  CHECK_THROWS_MESSAGE(infer_mlp(convolution, true), CheckpointError, "no tensor is a linear");
}

TEST_CASE("A search for an order ends, however many there could be") {
  const auto word = [](int number) {  // without digits, so that it tells no order
    std::string text;
    for (int left = number + 1; left > 0; left /= 26) text += static_cast<char>('a' + left % 26);
    return text;
  };
  // One chain of widths, of 900 factorial ways to order the matrices.
  std::vector<Matrix> equal, tangle;
  for (int i = 0; i < 900; ++i) equal.push_back({word(i), 8, 8});
  CHECK(infer_mlp(matrices(equal), false).hidden == Widths(899, 8));
  for (int i = 0; i < 40; ++i) tangle.push_back({word(i), 1 + i % 7, 1 + i * 3 % 5});
  CHECK_THROWS_AS(infer_mlp(matrices(tangle), false), CheckpointError);
  for (int i = 0; i < 200; ++i) equal.push_back({word(i + 900), 8, 8});
  CHECK_THROWS_MESSAGE(infer_mlp(matrices(equal), false), CheckpointError, "at most 1000");
}

TEST_CASE("The outer sizes are those of the first and the last matrix, chain or not") {
  const auto sizes = outer_sizes(matrices({{"a", 4, 8}, {"b", 9, 3}}));
  CHECK(sizes.in_features == 4);
  CHECK(sizes.out_features == 3);
}
