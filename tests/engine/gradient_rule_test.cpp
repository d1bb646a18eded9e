// Gradients that wait for others, and that are clipped: each engine against the plain loop.
#include "blas.h"
#include "gradus/core/error.h"
#include "networks.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/nn/utils/convert_parameters.h>
#include <torch/optim/adam.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/sgd.h>

#include <cmath>
#include <limits>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;
namespace optim = torch::optim;

namespace {

const std::string kTiny = "linear 5 7 | tanh | linear 7 3";
const std::string kLarge = "linear 5 90 | relu | linear 90 3";
constexpr int64_t kRows = 150, kBatch = 16;  // nine batches and one of 6

/// With an epsilon that keeps the smallest gradients from making steps of full size.
OptimizerFactory adam(double rate = 0.02) {
  return [rate](std::vector<Tensor> parameters) {
    return std::make_unique<optim::Adam>(parameters,
                                         optim::AdamOptions(rate).eps(1e-3).weight_decay(0.01));
  };
}

struct Way {
  EngineKind kind;
  int threads;
  torch::ScalarType type;

  double tolerance() const { return type == torch::kFloat64 ? 1e-10 : 1e-5; }
};

std::vector<Way> ways() {
  std::vector<Way> ways;
  for (const auto type : {torch::kFloat64, torch::kFloat32}) {
    ways.push_back({EngineKind::kEager, 1, type});
    for (const int threads : {1, 2}) ways.push_back({EngineKind::kFused, threads, type});
  }
  return ways;
}

EpochRows make_rows(torch::ScalarType type, int64_t batch_size = kBatch) {
  torch::manual_seed(4);
  auto rows = random_rows(kRows, 5, 3, "cross_entropy", batch_size);
  rows.inputs = rows.inputs.to(type);
  return rows;
}

Layers make_network(const std::string& text, torch::ScalarType type) {
  torch::manual_seed(5);
  return make_layers(text, type);
}

Tensor weights(const Layers& network) {
  return torch::nn::utils::parameters_to_vector(network->parameters()).detach().clone();
}

std::unique_ptr<Setup> make_setup(const std::string& text, const Way& way,
                                  const GradientRule& rule) {
  auto setup = std::make_unique<Setup>(make_network(text, way.type), "cross_entropy", adam(),
                                       way.kind, way.threads);
  setup->gradients = rule;
  setup->change_engine(way.kind);
  REQUIRE(setup->choice.engine->name() == (way.kind == EngineKind::kEager ? "eager" : "fused"));
  setup->network->train();
  return setup;
}

/// By LibTorch's own clipping, which PyTorch users call: norm, then value. Each batch is a step.
Tensor plain_clipped(const std::string& text, const EpochRows& rows, const GradientRule& rule) {
  auto network = make_network(text, rows.inputs.scalar_type());
  network->to(torch::kFloat64);
  const auto optimizer = adam()(network->parameters());
  for (const auto& order : rows.order.split(rows.batch_size)) {
    optimizer->zero_grad();
    const auto outputs = network->forward(rows.inputs.index_select(0, order).to(torch::kFloat64));
    torch::nn::functional::cross_entropy(outputs, rows.targets.index_select(0, order)).backward();
    if (rule.clip_norm > 0)
      torch::nn::utils::clip_grad_norm_(network->parameters(), rule.clip_norm);
    if (rule.clip_value > 0)
      torch::nn::utils::clip_grad_value_(network->parameters(), rule.clip_value);
    optimizer->step();
  }
  return weights(network);
}

template <typename Check>
void for_each_way(Check check) {
  for (const auto& text : {kTiny, kLarge}) {
    for (const auto& way : ways()) {
      INFO(text << ", engine " << static_cast<int>(way.kind) << ", " << way.threads << " threads, "
                << torch::toString(way.type));
      check(text, way);
    }
  }
}

}  // namespace

TEST_CASE("Accumulated batches make the step of one large batch, and of what an epoch leaves") {
  for_each_way([](const std::string& text, const Way& way) {
    auto setup = make_setup(text, way, {.accumulate = 4});
    const auto losses = setup->train_epoch(make_rows(way.type));
    CHECK(losses.size() == 10);  // each batch's own
    const auto wanted = plain_clipped(text, make_rows(way.type, 4 * kBatch), {});
    CHECK(relative_difference(weights(setup->network), wanted) < way.tolerance());
  });
}

TEST_CASE("The losses and outputs of an accumulation are each batch's own") {
  for_each_way([](const std::string& text, const Way& way) {
    auto setup = make_setup(text, way, {.accumulate = 4});
    const auto rows = make_rows(way.type);
    setup->choice.engine->start_epoch(rows);
    for (int64_t index = 0; index < 3; ++index) {
      const auto result = setup->choice.engine->step(index);
      const auto order = rows.order.narrow(0, index * kBatch, kBatch);
      // No step of the optimizer was taken yet.
      const auto outputs =
          make_network(text, way.type)->forward(rows.inputs.index_select(0, order));
      const auto targets = rows.targets.index_select(0, order);
      const auto loss = torch::nn::functional::cross_entropy(outputs, targets);
      CHECK(relative_difference(result.outputs, outputs) < way.tolerance());
      CHECK(result.loss.item<double>() == Approx(loss.item<double>()).epsilon(1e-5));
    }
  });
}

TEST_CASE("Gradients are clipped as PyTorch clips them, by norm, by value and by both") {
  const std::vector<GradientRule> rules = {{.clip_norm = 0.3},
                                           {.clip_value = 0.02},
                                           {.clip_norm = 0.3, .clip_value = 0.02},
                                           {.clip_norm = 1e6, .clip_value = 1e6}};
  for_each_way([&](const std::string& text, const Way& way) {
    const auto rows = make_rows(way.type);
    std::vector<Tensor> ends;
    for (const auto& rule : rules) {
      auto setup = make_setup(text, way, rule);
      setup->train_epoch(rows);
      ends.push_back(weights(setup->network));
      CHECK(relative_difference(ends.back(), plain_clipped(text, rows, rule)) < way.tolerance());
    }
    // Each rule has had an effect of its own, but the last, which clips nothing.
    CHECK(relative_difference(ends[3], plain_clipped(text, rows, {})) < way.tolerance());
    for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}})
      CHECK(relative_difference(ends[static_cast<size_t>(a)], ends[static_cast<size_t>(b)]) > 1e-3);
  });
}

TEST_CASE("Accumulated gradients are clipped as those of the large batch") {
  const GradientRule clip{.clip_norm = 0.3, .clip_value = 0.05};
  for_each_way([&](const std::string& text, const Way& way) {
    auto rule = clip;
    rule.accumulate = 4;
    auto setup = make_setup(text, way, rule);
    setup->train_epoch(make_rows(way.type));
    const auto wanted = plain_clipped(text, make_rows(way.type, 4 * kBatch), clip);
    CHECK(relative_difference(weights(setup->network), wanted) < way.tolerance());
  });
}

TEST_CASE("A training goes on bit for bit in the middle of an accumulation") {
  for_each_way([](const std::string& text, const Way& way) {
    const GradientRule rule{.accumulate = 4, .clip_norm = 0.3};
    const auto rows = make_rows(way.type);
    auto whole = make_setup(text, way, rule);
    whole->train_epoch(rows);
    for (const int64_t stop : {1, 2, 3, 5, 9}) {
      auto setup = make_setup(text, way, rule);
      setup->choice.engine->start_epoch(rows);
      for (int64_t index = 0; index < stop; ++index) setup->choice.engine->step(index);
      // Nothing but the parameters, their gradient and the optimizer is left of the first engine.
      setup->change_engine(way.kind);
      setup->choice.engine->start_epoch(rows);
      for (int64_t index = stop; index < rows.steps(); ++index) setup->choice.engine->step(index);
      CHECK(torch::equal(weights(setup->network), weights(whole->network)));
    }
  });
}

TEST_CASE("Another engine may go on in the middle of an accumulation") {
  const auto rows = make_rows(torch::kFloat64);
  for (const auto& text : {kTiny, kLarge}) {
    const Way eager{EngineKind::kEager, 1, torch::kFloat64};
    auto whole = make_setup(text, eager, {.accumulate = 4});
    whole->train_epoch(rows);
    auto setup = make_setup(text, eager, {.accumulate = 4});
    for (int64_t index = 0; index < rows.steps(); ++index) {
      setup->change_engine(index % 3 == 0 ? EngineKind::kFused : EngineKind::kEager);
      setup->choice.engine->start_epoch(rows);
      setup->choice.engine->step(index);
    }
    CHECK(relative_difference(weights(setup->network), weights(whole->network)) < 1e-10);
  }
}

TEST_CASE("Groups apart are accumulated and clipped together") {
  const auto rows = make_rows(torch::kFloat64);
  std::vector<Tensor> ends;
  for (const bool apart : {false, true}) {
    for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
      const OptimizerFactory make = [&](std::vector<Tensor> flats) {
        auto optimizer = plain_sgd(0.2)({flats[0]});
        if (apart) optimizer->add_param_group(optim::OptimizerParamGroup({flats[1]}));
        return optimizer;
      };
      Setup setup(make_network(kLarge, torch::kFloat64), "cross_entropy", make, kind, 2,
                  Precision::kFloat64, apart);
      setup.gradients = {.accumulate = 3, .clip_norm = 0.2, .clip_value = 0.05};
      setup.change_engine(kind);
      setup.train_epoch(rows);
      ends.push_back(weights(setup.network));
    }
  }
  for (const auto& end : ends) CHECK(relative_difference(end, ends.front()) < 1e-10);
}

TEST_CASE("Gradients that are no numbers are not hidden by clipping") {
  for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
    auto setup = make_setup(kLarge, {kind, 1, torch::kFloat32}, {.clip_norm = 1});
    auto rows = make_rows(torch::kFloat32);
    rows.inputs.fill_(std::numeric_limits<float>::quiet_NaN());
    setup->choice.engine->start_epoch(rows);
    setup->choice.engine->step(0);
    CHECK(weights(setup->network).isnan().all().item<bool>());
  }
}

TEST_CASE("In bfloat16 the rounded weights follow an update that had to wait") {
  if (!has_bfloat16_products()) {
    WARN("skipped: no bfloat16 products here");
    return;
  }
  std::vector<Tensor> ends;
  for (const double limit : {0., 1e9}) {
    Setup setup(make_network(kLarge, torch::kFloat32), "cross_entropy", adam(), EngineKind::kFused,
                1, Precision::kBFloat16);
    setup.gradients.clip_norm = limit;
    setup.change_engine(EngineKind::kFused);
    setup.train_epoch(make_rows(torch::kFloat32));
    ends.push_back(weights(setup.network));
  }
  CHECK(torch::equal(ends[0], ends[1]));
}

TEST_CASE("Gradient rules out of range, and any for LBFGS, are refused") {
  Setup setup(make_network(kTiny, torch::kFloat32), "cross_entropy", adam(), EngineKind::kEager);
  const auto make = [&](const GradientRule& rule) {
    setup.gradients = rule;
    setup.change_engine(EngineKind::kEager);
  };
  CHECK_THROWS_MESSAGE(make({.accumulate = 0}), gradus::UsageError, "over 0 batches");
  CHECK_THROWS_MESSAGE(make({.clip_norm = -1}), gradus::UsageError, "clip norm = -1: expected");
  CHECK_THROWS_MESSAGE(make({.clip_value = std::nan("")}), gradus::UsageError, "clip value = nan");
  Setup search(make_network(kTiny, torch::kFloat32), "cross_entropy",
               [](std::vector<Tensor> flats) { return std::make_unique<optim::LBFGS>(flats); });
  search.gradients.accumulate = 2;
  CHECK_THROWS_MESSAGE(search.change_engine(EngineKind::kAuto), gradus::UsageError,
                       "lbfgs searches along the gradients of each batch");
}
