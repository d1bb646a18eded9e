// What many tiny networks cost at once, beside one: MLP 2-8-8-2 with tanh, batches of 32, SGD.
//
//   cmake --preset bench && cmake --build build/bench --target gradus_many_bench
//   build/bench/bin/gradus_many_bench [NETWORKS [RUNS]]
//
// Prints microseconds a step, medians of interleaved runs: of one trainer that tells a callback of
// every step, of one that tells nobody, and of NETWORKS trainers by `fit_many`, on one thread and
// on all processors; a step of many is one of each. Then the ratios to both trainers of one.
#include "gradus/core/seed.h"
#include "gradus/core/threads.h"
#include "gradus/models/registry.h"
#include "gradus/training/fit_many.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

namespace {

using namespace gradus;

constexpr int64_t kRows = 4096, kBatchSize = 32, kEpochs = 20;

data::Dataset points() {
  seed_everything(0);
  data::Dataset dataset;
  dataset.inputs = torch::randn({kRows, 2});
  dataset.targets =
      (dataset.inputs.select(1, 0) * dataset.inputs.select(1, 1) > 0).to(torch::kInt64);
  dataset.class_names = {"unlike", "like"};
  return dataset;
}

std::vector<training::Trainer> make_trainers(int64_t count) {
  std::vector<training::Trainer> trainers;
  for (int64_t i = 0; i < count; ++i) {
    const auto seed = static_cast<uint64_t>(i);
    seed_everything(seed);
    trainers.emplace_back(
        models::make_model("mlp", {2, 2}, Settings::parse("hidden=8-8,activation=tanh")),
        training::OptimizerSpec{"sgd", 0.1, {}}, training::make_loss("cross_entropy"),
        training::TrainerOptions().epochs(kEpochs).batch_size(kBatchSize).seed(seed).threads(1));
  }
  return trainers;
}

/// Microseconds a step of `count` networks.
double step_of(int64_t count, int64_t threads, const data::Dataset& train, bool told) {
  struct EveryStep : training::Callback {};
  auto trainers = make_trainers(count);
  if (told) trainers.front().add(std::make_shared<EveryStep>());
  const auto start = std::chrono::steady_clock::now();
  training::fit_many(trainers, train, nullptr, threads);
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
  return taken.count() / static_cast<double>(kEpochs * (kRows / kBatchSize));
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int64_t networks = argc > 1 ? std::atoll(argv[1]) : 32;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 9;
  const auto train = points();
  const int64_t processors = available_processors();
  std::vector<double> told, alone, many_on_one, many;
  for (int run = 0; run < runs; ++run) {
    told.push_back(step_of(1, 1, train, true));
    alone.push_back(step_of(1, 1, train, false));
    many_on_one.push_back(step_of(networks, 1, train, false));
    many.push_back(step_of(networks, processors, train, false));
  }
  const auto show = [&](const std::string& what, const std::vector<double>& steps) {
    const double step = median(steps);
    fmt::print("{:36}{:8.2f} µs   {:5.1f} x one told of   {:5.1f} x one\n", what, step,
               step / median(told), step / median(alone));
  };
  show("one, telling of every step", told);
  show("one", alone);
  show(fmt::format("{}, 1 thread", networks), many_on_one);
  show(fmt::format("{}, {} threads", networks, processors), many);
}
