// Where a second thread begins to pay: one training step of networks of growing size, on one thread
// and on all processors. `choose_threads` (modules/core/src/threads.cpp) uses the crossing.
//
//   cmake --preset bench && cmake --build build/bench --target gradus_threads_bench
//   build/bench/bin/gradus_threads_bench
#include "gradus/core/threads.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <benchmark/benchmark.h>

namespace {

constexpr int64_t kBatchSize = 128;

/// Two square layers of `width`: 2 × width² × batch multiply-adds a forward pass.
void training_step(benchmark::State& state) {
  const int64_t width = state.range(0);
  gradus::set_threads(state.range(1) == 0 ? gradus::available_processors() : 1);
  torch::nn::Linear first(width, width), second(width, width);
  auto parameters = first->parameters();
  for (const auto& p : second->parameters()) parameters.push_back(p);
  torch::optim::SGD optimizer(parameters, torch::optim::SGDOptions(0.01));
  const auto inputs = torch::randn({kBatchSize, width});
  for (auto _ : state) {
    optimizer.zero_grad();
    second(first(inputs).relu()).square().mean().backward();
    optimizer.step();
  }
  state.counters["multiply_adds"] = static_cast<double>(2 * width * width * kBatchSize);
}

}  // namespace

BENCHMARK(training_step)
    ->ArgNames({"width", "one_thread"})
    ->ArgsProduct({{4, 8, 16, 32, 64, 128, 256}, {0, 1}})
    ->UseRealTime();
BENCHMARK_MAIN();
