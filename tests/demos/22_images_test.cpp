#include "22_images.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "pixels.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using namespace gradus::demos::images;
using report::Verdict;

namespace {

models::Mlp network(int64_t pixels, const std::vector<int64_t>& hidden) {
  seed_everything(1);
  return models::Mlp(models::MlpOptions(pixels, 10).hidden(hidden));
}

Result made_result() {
  Result result;
  result.reordering_error = 1e-7;
  result.mlp.accuracy = {{0.80, 0.81, 0.82}, {0.50, 0.52, 0.51}};
  result.mlp_moved.accuracy = {{0.801, 0.81, 0.82}};
  result.mlp_fresh.accuracy = {{0.79, 0.82, 0.82}};
  result.convnet.accuracy = {{0.85, 0.86, 0.85}, {0.70, 0.72, 0.71}};
  result.convnet_permuted.accuracy = {{0.80, 0.80, 0.80}};
  return result;
}

}  // namespace

TEST_CASE("With its first weights reordered like the pixels, a network gives exactly the same") {
  // Small whole numbers, whose sums have no rounding: the same to the last bit in any order.
  auto model = network(64, {32});
  const torch::NoGradGuard no_gradient;
  model->parameters().front().copy_(torch::randint(-8, 9, {32, 64}));
  const auto pictures = torch::randint(0, 17, {100, 8, 8}).to(torch::kFloat32);
  for (const uint64_t seed : {1, 2, 3}) {
    CHECK(reordering_error(model, pictures, pixel_order(64, seed)) == 0);
  }
}

TEST_CASE("With any weights it gives the same up to the order of summation") {
  const auto pictures = torch::randn({200, 28, 28});
  for (const auto& hidden : {std::vector<int64_t>{}, {128}, {64, 32}}) {
    CHECK(reordering_error(network(784, hidden), pictures, pixel_order(784, 4)) < 1e-5);
  }
}

TEST_CASE("Pixels alone in another order change the outputs: the measure can fail") {
  auto model = network(64, {32});
  const auto pictures = torch::randn({100, 8, 8});
  const auto order = pixel_order(64, 1);
  const auto plain = model->forward(pictures);
  const auto other = model->forward(permute_pixels(pictures, order));
  CHECK((plain - other).abs().max().item<double>() > 0.1);
  permute_first_layer(model, order);
  const auto back = model->forward(permute_pixels(pictures, order));
  CHECK((plain - back).abs().max().item<double>() < 1e-5);
}

TEST_CASE("On digits the order of pixels is the same to the fully connected network alone") {
  const auto options = read_options(Settings(), /*quick=*/true);
  const auto result = measure(options, load_pictures(options.data), {});
  const auto findings = judge(result);
  REQUIRE(findings.size() == 4);
  for (const auto& finding : findings) {
    INFO(finding.claim.en << ": " << finding.measured.en);
    CHECK(finding.verdict == Verdict::kHolds);
  }
  CHECK(result.convnet.parameters <= result.mlp.parameters);
  CHECK(result.mlp.accuracy.size() == static_cast<size_t>(options.task.max_shift) + 1);
  CHECK(result.mlp_moved.accuracy.size() == 1);
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  for (const auto& finding : judge(made_result())) CHECK(finding.verdict == Verdict::kHolds);
  auto broken = made_result();
  broken.reordering_error = 1e-3;
  broken.mlp_moved.accuracy = {{0.70, 0.71, 0.69}};
  broken.convnet_permuted.accuracy = broken.convnet.accuracy;
  broken.convnet.accuracy[1] = {0.50, 0.51, 0.50};
  for (const auto& finding : judge(broken)) CHECK(finding.verdict == Verdict::kDoesNotHold);
  broken.mlp_moved.accuracy = {{0.90, 0.91, 0.92}};  // better is not the same either
  CHECK(judge(broken)[1].verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The same seed gives the same numbers") {
  auto options = read_options(Settings(), /*quick=*/true);
  options.task.examples = 100;
  options.task.epochs = 2;
  options.seeds = 3;
  const auto digits = load_pictures("digits");
  const auto first = measure(options, digits, {.seed = 3});
  const auto second = measure(options, digits, {.seed = 3});
  for (size_t i = 0; i < first.arms().size(); ++i) {
    CHECK(first.arms()[i]->accuracy == second.arms()[i]->accuracy);
  }
}

TEST_CASE(
    "A convolutional network with more parameters, and a shift beyond the last, are refused") {
  Settings settings;
  settings.set("--hidden", "4");
  const auto options = read_options(settings, true);
  CHECK_THROWS_MESSAGE(measure(options, load_pictures("digits"), {}), UsageError, "--channels 8");
  settings.set("--shift", "9");
  CHECK_THROWS_MESSAGE(read_options(settings, true), UsageError, "--shift");
}
