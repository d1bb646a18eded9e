// What the shared trainer costs beside the same loop written bare with LibTorch: the same data,
// network, order of examples, optimizer and loss, interleaved runs in one process.
//
//   cmake --preset bench && cmake --build build/bench --target gradus_trainer_overhead
//   build/bench/bin/gradus_trainer_overhead [RUNS]
//
// Prints the median seconds an epoch of each and the ratio. The bare loop measures no metric, as
// the shortest loop that one would write; the trainer runs once without metrics and once with
// accuracy.
#include "gradus/core/seed.h"
#include "gradus/core/threads.h"
#include "gradus/data/batches.h"
#include "gradus/data/load.h"
#include "gradus/data/standardization.h"
#include "gradus/metrics/accuracy.h"
#include "gradus/models/registry.h"
#include "gradus/training/trainer.h"

#include <ATen/Parallel.h>
#include <torch/nn/functional/loss.h>
#include <torch/optim/adam.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

namespace {

using namespace gradus;

constexpr int64_t kBatchSize = 128;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

torch::nn::AnyModule fresh_model(const data::Dataset& train) {
  seed_everything(0);
  return models::make_model("mlp", {train.features(), train.outputs()});
}

double bare_epoch(const data::Dataset& train) {
  auto model = fresh_model(train);
  torch::optim::Adam optimizer(model.ptr()->parameters(), torch::optim::AdamOptions(1e-3));
  const auto start = std::chrono::steady_clock::now();
  const auto order = torch::randperm(train.size(), torch::kInt64);
  auto total = torch::zeros({});
  for (int64_t begin = 0; begin < train.size(); begin += kBatchSize) {
    const auto rows = order.narrow(0, begin, std::min(kBatchSize, train.size() - begin));
    const auto inputs = train.inputs.index_select(0, rows),
               targets = train.targets.index_select(0, rows);
    optimizer.zero_grad();
    auto loss = torch::nn::functional::cross_entropy(model.forward(inputs), targets);
    loss.backward();
    optimizer.step();
    total += loss.detach();
  }
  static_cast<void>(total.item<float>());
  return seconds_since(start);
}

double trainer_epoch(const data::Dataset& train, bool with_accuracy) {
  training::Trainer trainer(
      fresh_model(train), {"adam", 1e-3, {}}, training::make_loss("cross_entropy"),
      training::TrainerOptions().epochs(1).batch_size(kBatchSize).threads(at::get_num_threads()));
  if (with_accuracy) trainer.add(std::make_shared<metrics::Accuracy>());
  return trainer.fit(train).epochs.front().seconds;
}

}  // namespace

int main(int argc, char** argv) {
  const int runs = argc > 1 ? std::atoi(argv[1]) : 9;
  const auto loaded = data::load_data("fashion-mnist", {});
  const auto train = data::Standardization::fit(loaded.train).apply(loaded.train);
  set_threads(available_processors());
  std::vector<double> bare, plain, with_accuracy;
  bare_epoch(train);  // warm-up
  for (int run = 0; run < runs; ++run) {
    bare.push_back(bare_epoch(train));
    plain.push_back(trainer_epoch(train, false));
    with_accuracy.push_back(trainer_epoch(train, true));
  }
  fmt::print("Fashion-MNIST, mlp 784-256-128-10, Adam, batch {}, {} threads, median of {} runs\n",
             kBatchSize, at::get_num_threads(), runs);
  fmt::print("bare LibTorch loop      {:.3f} s an epoch\n", median(bare));
  fmt::print("trainer                 {:.3f} s, {:.3f} of the bare loop\n", median(plain),
             median(plain) / median(bare));
  fmt::print("trainer with accuracy   {:.3f} s, {:.3f} of the bare loop\n", median(with_accuracy),
             median(with_accuracy) / median(bare));
}
