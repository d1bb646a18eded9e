#include "small_convnet.h"

#include "experiment.h"
#include "gradus/core/error.h"
#include "gradus/core/seed.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

SmallConvnet convnet(int64_t height, int64_t width, int64_t channels = 8) {
  seed_everything(1);
  return SmallConvnet(SmallConvnetOptions(height, width, 10).channels(channels));
}

/// The network's first layers written out as sums over the 3×3 neighbours.
torch::Tensor convolved(const torch::Tensor& maps, const torch::nn::Conv2d& layer) {
  const auto padded = torch::constant_pad_nd(maps, {1, 1, 1, 1});
  const int64_t height = maps.size(2), width = maps.size(3);
  torch::Tensor sum = layer->bias.view({1, -1, 1, 1});
  for (int64_t y = 0; y < 3; ++y) {
    for (int64_t x = 0; x < 3; ++x) {
      const auto window = padded.narrow(2, y, height).narrow(3, x, width);
      const auto weight = layer->weight.select(3, x).select(2, y);  // [outputs, inputs]
      sum = sum + torch::einsum("oi,nihw->nohw", {weight, window});
    }
  }
  return sum;
}

torch::Tensor pooled(const torch::Tensor& maps) {
  const auto cells = maps.relu().unfold(2, 2, 2).unfold(3, 2, 2);
  return cells.amax({4, 5});
}

}  // namespace

TEST_CASE("The outputs are those of sums over neighbours, written out") {
  for (const auto& [height, width] : {std::pair{8, 8}, std::pair{28, 28}, std::pair{9, 6}}) {
    auto model = convnet(height, width);
    const auto images = torch::randn({5, height, width});
    const auto maps = pooled(convolved(images.unsqueeze(1), model->first));
    const auto expected = model->linear->forward(pooled(convolved(maps, model->second)).flatten(1));
    const auto logits = model->forward(images);
    CHECK(logits.sizes() == torch::IntArrayRef({5, 10}));
    CHECK((logits - expected).abs().max().item<double>() < 1e-5);
  }
}

TEST_CASE("Its parameters are counted by hand") {
  // 3·3·1·8 + 8, 3·3·8·16 + 16, and 16·7·7·10 + 10.
  CHECK(parameter_count(*convnet(28, 28)) == 80 + 1168 + 7850);
  CHECK(parameter_count(*convnet(8, 8, 2)) == 20 + 76 + 170);
}

TEST_CASE("What a convolution finds moves with the picture") {
  const torch::NoGradGuard no_gradient;
  auto model = convnet(28, 28);
  auto images = torch::zeros({1, 1, 28, 28});
  images.slice(2, 8, 16).slice(3, 8, 16).normal_();
  const auto moved = images.roll({3}, {3});
  const auto difference =
      model->first->forward(images).roll({3}, {3}) - model->first->forward(moved);
  CHECK(difference.abs().max().item<double>() < 1e-6);
}

TEST_CASE("A clone has the same weights, and the gradient reaches every one") {
  auto model = convnet(8, 8);
  const auto images = torch::randn({4, 8, 8});
  const auto clone = std::dynamic_pointer_cast<SmallConvnetImpl>(model->clone());
  CHECK(clone->forward(images).equal(model->forward(images)));
  model->forward(images).square().sum().backward();
  for (const auto& parameter : model->parameters()) {
    CHECK(parameter.grad().abs().sum().item<double>() > 0);
  }
}

TEST_CASE("Pictures that are too small, and too few classes and channels, are refused") {
  const auto make = [](SmallConvnetOptions options) { return SmallConvnet(options); };
  CHECK_THROWS_MESSAGE(make(SmallConvnetOptions(3, 8, 10)), UsageError, "3×8");
  CHECK_THROWS_MESSAGE(make(SmallConvnetOptions(8, 8, 1)), UsageError, "1 classes");
  CHECK_THROWS_MESSAGE(make(SmallConvnetOptions(8, 8, 2).channels(0)), UsageError, "0 channels");
}
