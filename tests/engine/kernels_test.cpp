// The kernels at every level of SIMD instructions that this processor runs, against LibTorch.
#include "kernels/kernels.h"

#include "gradus/training/losses.h"
#include "networks.h"

#include <bit>
#include <limits>
#include <numeric>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;

namespace gradus::engine {
#define GRADUS_DECLARE_LEVEL(level)     \
  namespace level {                     \
  template <typename T>                 \
  const Kernels<T>& kernels_at_level(); \
  }
GRADUS_DECLARE_LEVEL(baseline)
#if defined(GRADUS_X86_LEVELS)
GRADUS_DECLARE_LEVEL(avx2)
GRADUS_DECLARE_LEVEL(avx512)
#endif
#undef GRADUS_DECLARE_LEVEL
}  // namespace gradus::engine

namespace {

template <typename T>
struct Level {
  std::string name;
  const Kernels<T>& kernels;
};

/// Slowest first.
template <typename T>
std::vector<Level<T>> levels() {
  std::vector<Level<T>> levels = {{"baseline", baseline::kernels_at_level<T>()}};
#if defined(GRADUS_X86_LEVELS)
  const std::string best = kernels_level();
  if (best != "baseline") levels.push_back({"AVX2", avx2::kernels_at_level<T>()});
  if (best == "AVX512") levels.push_back({"AVX512", avx512::kernels_at_level<T>()});
#endif
  return levels;
}

template <typename T>
constexpr torch::ScalarType kType = torch::CppTypeToScalarType<T>::value;
template <typename T>
constexpr double kTolerance = std::is_same_v<T, float> ? 1e-6 : 1e-13;

/// Largest |value - truth| / (1 + |truth|).
double error(const Tensor& value, const Tensor& truth) {
  const auto difference = (value.to(torch::kFloat64) - truth).abs() / (1 + truth.abs());
  return difference.max().item<double>();
}

/// A wide range, and where functions have kinks, end or are tiny.
template <typename T>
Tensor numbers() {
  const auto special =
      torch::tensor({0.,    -0.,    1.,    -1.,    2.,   -2.,   0.5, -0.5, 10.,  20.,  -20.,
                     0.625, -0.625, 1e-20, -1e-20, 1e-4, -1e-4, 88., -88., 100., -100.},
                    torch::kFloat64);
  return torch::cat({torch::linspace(-12, 12, 1000, torch::kFloat64), special}).to(kType<T>);
}

template <typename T>
void check_activation(const std::string& text, const Kernels<T>& kernels) {
  auto module = make_layers(text, torch::kFloat64);
  const auto f = std::get<gradus::ActivationLayer>(module->feed_forward_layers()->front());
  const Tensor z = numbers<T>();
  auto z64 = z.to(torch::kFloat64).unsqueeze(1).requires_grad_();
  const auto truth = module->forward(z64);
  truth.sum().backward();

  Tensor a = torch::empty_like(z), slope = torch::ones_like(z);
  kernels.activate(f, z.const_data_ptr<T>(), a.data_ptr<T>(), z.numel());
  kernels.activate_backward(f, z.const_data_ptr<T>(), a.const_data_ptr<T>(), slope.data_ptr<T>(),
                            z.numel());
  CHECK(error(a, truth.detach().squeeze(1)) < kTolerance<T>);
  CHECK(error(slope, z64.grad().squeeze(1)) < kTolerance<T>);
}

template <typename T>
void check_loss(LossKind kind, const std::string& name, int64_t rows, int64_t width,
                const Kernels<T>& kernels) {
  const auto batch = random_rows(rows, width, width, name, rows);
  const Tensor scores = batch.inputs.to(kType<T>);
  const Tensor values = batch.targets.to(kType<T>);
  auto scores64 = scores.to(torch::kFloat64).requires_grad_();
  const Tensor targets = name == "mse" ? values.to(torch::kFloat64) : batch.targets;
  const Tensor truth = gradus::training::make_loss(name).function(scores64, targets);
  truth.backward();

  TargetRows<T> from;
  if (name == "mse") from.values = values.const_data_ptr<T>();
  if (name != "mse") from.classes = batch.targets.const_data_ptr<int64_t>();
  Tensor gradient = torch::empty_like(scores);
  std::vector<T> workspace(static_cast<size_t>(loss_workspace(width)));
  const double sum = kernels.loss(kind, scores.const_data_ptr<T>(), gradient.data_ptr<T>(), from,
                                  rows, width, 1 / static_cast<double>(rows), workspace.data());
  CHECK(sum / static_cast<double>(rows) == Approx(truth.item<double>()).epsilon(kTolerance<T>));
  CHECK(relative_difference(gradient, scores64.grad()) < kTolerance<T>);
}

/// What a step of a network with two layers leaves: gradients, outputs and the loss.
template <typename T>
std::vector<Tensor> tiny_results(const std::string& activation, const Kernels<T>& kernels) {
  torch::manual_seed(4);
  const auto function =
      std::get<gradus::ActivationLayer>(make_layers(activation)->feed_forward_layers()->front());
  const TinyLayer layers[] = {{5, 9, 0, 45, function}, {9, 3, 54, -1, {}}};
  const torch::TensorOptions options(kType<T>);
  const Tensor parameters = torch::randn({81}, options), inputs = torch::randn({40, 5}, options);
  const auto classes = torch::randint(3, {40}, torch::kInt64),
             order = torch::randperm(40, torch::kInt64);
  Tensor gradients = torch::full({81}, 9, options), outputs = torch::empty({37, 3}, options);
  Tensor workspace = torch::empty({tiny_workspace(layers, 2)}, options);
  TinyStep<T> step{};
  step.layers = layers;
  step.layer_count = 2;
  step.parameters = parameters.const_data_ptr<T>();
  step.gradients = gradients.data_ptr<T>();
  step.inputs = inputs.const_data_ptr<T>();
  step.order = order.const_data_ptr<int64_t>();
  step.targets.classes = classes.const_data_ptr<int64_t>();
  step.target_columns = 1;
  step.rows = 37;
  step.loss = LossKind::kCrossEntropy;
  step.workspace = workspace.data_ptr<T>();
  step.outputs = outputs.data_ptr<T>();
  const double loss = kernels.tiny_step(step);
  return {gradients, outputs, torch::tensor({loss}, torch::kFloat64)};
}

template <typename T>
void check_update(UpdateKind kind, const Kernels<T>& kernels, const Kernels<T>& others) {
  torch::manual_seed(6);
  const UpdateRule rule{.kind = kind,
                        .rate = 0.1,
                        .weight_decay = 0.01,
                        .momentum = 0.9,
                        .nesterov = true,
                        .beta1 = 0.9,
                        .beta2 = 0.99,
                        .epsilon = 1e-6,
                        .correction1 = 0.3,
                        .correction2 = 0.1};
  const Tensor start = torch::rand({3, 101}, kType<T>), gradients = torch::randn({101}, kType<T>);
  const auto run = [&](const Kernels<T>& with) {
    Tensor state = start.clone();
    T* const row = state.data_ptr<T>();
    with.update(rule, row, gradients.const_data_ptr<T>(), {row + 101, row + 202}, 101);
    return state;
  };
  CHECK(relative_difference(run(kernels), run(others)) < kTolerance<T>);
}

std::vector<uint8_t> mask(const Kernels<float>& kernels, uint64_t seed, int64_t begin,
                          int64_t count, double keep) {
  std::vector<uint8_t> kept(static_cast<size_t>(count));
  kernels.draw_mask(seed, begin, count, keep, kept.data());
  return kept;
}

template <typename T>
void check_level(const Level<T>& level) {
  INFO(level.name << " " << torch::toString(kType<T>));
  for (const std::string activation : {"identity",
                                       "sign",
                                       "sign:straight_through=true",
                                       "step",
                                       "step:tie=1:straight_through=true",
                                       "sigmoid",
                                       "tanh",
                                       "relu",
                                       "leaky_relu:slope=0.1",
                                       "elu",
                                       "elu:alpha=0.5",
                                       "selu",
                                       "gelu",
                                       "gelu:approximate=tanh",
                                       "silu",
                                       "softplus",
                                       "softplus:beta=2:threshold=4",
                                       "mish",
                                       "hardtanh",
                                       "hardtanh:min=-0.5:max=2"}) {
    INFO(activation);
    check_activation(activation, level.kernels);
    // gradients_test.cpp compares the level that this processor takes with autograd.
    const auto results = tiny_results(activation, level.kernels);
    const auto truth = tiny_results(activation, kernels<T>());
    for (size_t i = 0; i < results.size(); ++i)
      CHECK(relative_difference(results[i], truth[i]) < 10 * kTolerance<T>);
  }
  const std::vector<std::pair<LossKind, std::string>> losses = {
      {LossKind::kCrossEntropy, "cross_entropy"},
      {LossKind::kBinaryCrossEntropy, "bce"},
      {LossKind::kMeanSquaredError, "mse"},
      {LossKind::kHinge, "hinge"},
      {LossKind::kPerceptron, "perceptron"}};
  torch::manual_seed(8);
  for (const auto& [kind, name] : losses) {
    for (const int64_t width : {1, 2, 7, 65}) {
      if ((name == "bce" && width > 1) || (name == "cross_entropy" && width == 1)) continue;
      for (const int64_t rows : {1, 31, 32, 70}) {
        INFO(name << " of " << rows << " rows of " << width);
        check_loss(kind, name, rows, width, level.kernels);
      }
    }
  }
  for (const auto kind : {UpdateKind::kSGD, UpdateKind::kAdam, UpdateKind::kAdamW,
                          UpdateKind::kRMSprop, UpdateKind::kAdagrad}) {
    check_update(kind, level.kernels, baseline::kernels_at_level<T>());
  }
}

}  // namespace

TEST_CASE("At every level activations, losses and updates are LibTorch's") {
  for (const auto& level : levels<float>()) check_level(level);
  for (const auto& level : levels<double>()) check_level(level);
}

TEST_CASE("Rounding to bfloat16 is LibTorch's, at every level") {
  torch::manual_seed(9);
  const auto infinity = std::numeric_limits<float>::infinity();
  // Between two bfloat16 numbers: exactly, and by one bit on either side.
  const auto ties =
      torch::tensor({0x3F808000, 0x3F818000, 0x3F808001, 0x3F807FFF, 0x7F7FFFFF}, torch::kInt32)
          .view(torch::kFloat32);
  const auto values = torch::cat({torch::randn({1000}) * 100, ties, -ties, numbers<float>(),
                                  torch::tensor({infinity, -infinity})});
  const auto wanted = values.to(torch::kBFloat16).view(torch::kInt16);
  for (const auto& level : levels<float>()) {
    INFO(level.name);
    auto rounded = torch::empty({values.numel()}, torch::kInt16);
    level.kernels.round_to_bfloat16(values.const_data_ptr<float>(),
                                    reinterpret_cast<uint16_t*>(rounded.data_ptr<int16_t>()),
                                    values.numel());
    CHECK(torch::equal(rounded, wanted));
    const float nothing[] = {std::numeric_limits<float>::quiet_NaN(),
                             std::bit_cast<float>(0x7FFFFFFF), std::bit_cast<float>(0x7F800001)};
    uint16_t bits[3];
    level.kernels.round_to_bfloat16(nothing, bits, 3);
    for (const auto b : bits) CHECK((b & 0x7FFF) > 0x7F80);
  }
}

TEST_CASE("Scores so large that exp would overflow have a loss and a gradient") {
  const auto scores = torch::tensor({{1e4F, -1e4F}, {300.F, 200.F}}),
             gradient = torch::empty({2, 2});
  const int64_t classes[] = {1, 0};
  float workspace[loss_workspace(2)];
  for (const auto& level : levels<float>()) {
    const double sum =
        level.kernels.loss(LossKind::kCrossEntropy, scores.const_data_ptr<float>(),
                           gradient.data_ptr<float>(), {classes, nullptr}, 2, 2, 1, workspace);
    CHECK(sum == Approx(2e4));
    CHECK(relative_difference(gradient, torch::tensor({{1., -1.}, {0., 0.}})) < 1e-6);
  }
}

TEST_CASE("Masks are Philox's known answers, at every level and however they are divided") {
  // Random123's test vector: counter 0 and key 0 give these four numbers.
  const std::vector<std::pair<size_t, double>> answers = {
      {0, 0x6627e8d5}, {16, 0xe169c58d}, {32, 0xbc57ac4c}, {48, 0x9b00dbd8}};
  for (const auto& level : levels<float>()) {
    INFO(level.name);
    for (const auto& [at, number] : answers) {
      CHECK(mask(level.kernels, 0, 0, 64, (number + 1) / 4294967296.0)[at] == 1);
      CHECK(mask(level.kernels, 0, 0, 64, number / 4294967296.0)[at] == 0);
    }
    const auto whole = mask(level.kernels, 77, 0, 1000, 0.6);
    for (const auto& [begin, count] :
         {std::pair<int64_t, int64_t>{0, 1}, {13, 50}, {63, 2}, {64, 900}}) {
      const auto from = whole.begin() + begin;
      CHECK(mask(level.kernels, 77, begin, count, 0.6) == std::vector<uint8_t>(from, from + count));
    }
    CHECK(whole == mask(levels<float>().front().kernels, 77, 0, 1000, 0.6));
    CHECK(whole != mask(level.kernels, 78, 0, 1000, 0.6));
  }
}

TEST_CASE("A mask keeps the share that was asked for") {
  constexpr int64_t kCount = 100000;
  for (const double keep : {0.1, 0.5, 0.9}) {
    const auto kept = mask(kernels<float>(), 5, 0, kCount, keep);
    const double share = std::accumulate(kept.begin(), kept.end(), 0.) / kCount;
    CHECK(std::abs(share - keep) < 4 * std::sqrt(keep * (1 - keep) / kCount));
  }
  const auto all = mask(kernels<float>(), 5, 0, kCount, 1),
             none = mask(kernels<float>(), 5, 0, kCount, 0);
  CHECK(std::accumulate(all.begin(), all.end(), 0) == kCount);
  CHECK(std::accumulate(none.begin(), none.end(), 0) == 0);
}
