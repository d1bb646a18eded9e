// The same training twice, bit by bit, for a given number of threads.
#include "gradus/core/threads.h"
#include "gradus/training/losses.h"
#include "networks.h"

#include <torch/nn/utils/convert_parameters.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;
namespace optim = torch::optim;

namespace {

template <typename Optimizer, typename Options>
OptimizerFactory factory(Options options) {
  return [options](std::vector<Tensor> parameters) {
    return std::make_unique<Optimizer>(parameters, options);
  };
}

const std::vector<std::pair<std::string, OptimizerFactory>>& optimizers() {
  static const std::vector<std::pair<std::string, OptimizerFactory>> kOptimizers = {
      {"sgd", factory<optim::SGD>(optim::SGDOptions(0.05).momentum(0.9).nesterov(true))},
      {"adam", factory<optim::Adam>(optim::AdamOptions(0.01))},
      {"adamw", factory<optim::AdamW>(optim::AdamWOptions(0.01).weight_decay(0.1))},
      {"rmsprop", factory<optim::RMSprop>(optim::RMSpropOptions(0.01).momentum(0.5))},
      {"adagrad", factory<optim::Adagrad>(optim::AdagradOptions(0.05))},
  };
  return kOptimizers;
}

const std::vector<std::string> kNetworks = {
    "linear 20 12 | tanh | linear 12 5",
    "linear 20 300 | batch_norm 300 | relu | dropout 0.3 | linear 300 5",
    "linear 20 60 no_bias | layer_norm 60 | prelu | linear 60 5"};

struct End {
  Tensor losses;
  std::vector<Tensor> state;
};

End train(const std::string& text, const OptimizerFactory& make, EngineKind kind, int threads,
          const GradientRule& rule) {
  const gradus::ThreadsGuard guard(threads);
  torch::manual_seed(8);
  auto rows = random_rows(700, 20, 5, "cross_entropy", 128);
  Setup setup(make_layers(text), "cross_entropy", make, kind, threads);
  setup.gradients = rule;
  setup.change_engine(kind);
  std::vector<double> losses;
  for (int epoch = 0; epoch < 3; ++epoch) {
    rows.order = torch::randperm(700, torch::kInt64);
    for (const double loss : setup.train_epoch(rows)) losses.push_back(loss);
  }
  End end{torch::tensor(losses, torch::kFloat64), {}};
  for (const auto& p : setup.network->parameters()) end.state.push_back(p.detach().clone());
  for (const auto& b : setup.network->buffers()) end.state.push_back(b.clone());
  return end;
}

void check_twice(const std::string& text, const OptimizerFactory& make, EngineKind kind,
                 int threads, const GradientRule& rule = {}) {
  INFO(text << ", engine " << static_cast<int>(kind) << ", " << threads << " threads");
  const auto first = train(text, make, kind, threads, rule);
  const auto second = train(text, make, kind, threads, rule);
  CHECK(torch::equal(first.losses, second.losses));
  REQUIRE(first.state.size() == second.state.size());
  for (size_t i = 0; i < first.state.size(); ++i)
    CHECK(torch::equal(first.state[i], second.state[i]));
  CHECK(first.losses[-1].item<double>() < first.losses[0].item<double>());
}

}  // namespace

TEST_CASE("A training is the same bit for bit when repeated, with every engine and optimizer") {
  for (const auto& [name, make] : optimizers()) {
    INFO(name);
    for (const auto& text : kNetworks) {
      for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
        for (const int threads : {1, 2, 3}) check_twice(text, make, kind, threads);
      }
    }
  }
}

TEST_CASE("Accumulated and clipped gradients are the same bit for bit when repeated") {
  const auto& make = optimizers()[1].second;
  for (const auto& text : kNetworks) {
    for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
      for (const int threads : {1, 3})
        check_twice(text, make, kind, threads, {.accumulate = 2, .clip_norm = 0.5});
    }
  }
}

TEST_CASE("LBFGS is the same bit for bit when repeated") {
  const gradus::ThreadsGuard guard(2);
  std::vector<Tensor> ends;
  for (int run = 0; run < 2; ++run) {
    torch::manual_seed(8);
    auto network = make_layers("linear 20 60 | prelu | dropout 0.1 | linear 60 5");
    const auto rows = random_rows(300, 20, 5, "cross_entropy", 100);
    FlatParameters none({});  // LBFGS keeps gradients of its own
    optim::LBFGS optimizer(network->parameters(), optim::LBFGSOptions(0.5).max_iter(4));
    const auto loss = gradus::training::make_loss("cross_entropy");
    auto choice = make_engine({.kind = EngineKind::kEager,
                               .model = network.ptr(),
                               .forward = [&](const Tensor& x) { return network->forward(x); },
                               .loss_name = loss.name,
                               .loss = loss.function,
                               .parameters = none,
                               .optimizer = optimizer,
                               .device = torch::kCPU,
                               .gradients = {},
                               .threads = 2});
    choice.engine->start_epoch(rows);
    for (int64_t step = 0; step < rows.steps(); ++step) choice.engine->step(step);
    ends.push_back(torch::nn::utils::parameters_to_vector(network->parameters()).detach().clone());
  }
  CHECK(torch::equal(ends[0], ends[1]));
}
