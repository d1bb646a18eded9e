#include "card.h"
#include "gradus/core/device.h"
#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/data/batches.h"
#include "gradus/data/load.h"
#include "gradus/data/sampling.h"
#include "gradus/data/standardization.h"
#include "gradus/models/registry.h"
#include "gradus/training/loss_tape.h"
#include "gradus/training/trainer.h"

#include "catch.h"

using namespace gradus;

namespace {

struct Result {
  training::History history;
  training::Report report;
};

/// In batches of all rows: the order, which each device draws by itself, makes no difference.
Result train_on(const std::string& device) {
  const auto loaded = data::load_data("digits", {});
  const auto standardization = data::Standardization::fit(loaded.train);
  const auto train = standardization.apply(loaded.train);
  seed_everything(1);
  auto model = models::make_model("mlp", {train.features(), train.outputs()});
  training::Trainer trainer(
      model, {}, training::make_loss("cross_entropy"),
      training::TrainerOptions().epochs(30).batch_size(5000).device(select_device(device)));
  for (const char* name : {"accuracy", "top3", "macro_f1"}) {
    trainer.add(std::shared_ptr<metrics::Metric>(metrics::make_metric(name, train.outputs())));
  }
  auto history = trainer.fit(train, &train);
  CHECK(model.ptr()->parameters().front().device() == select_device(device));
  return {std::move(history), trainer.evaluate(train)};
}

}  // namespace

TEST_CASE("A card is listed with its name and memory") {
  if (!has_card()) return;
  const auto card = list_devices().at(1);
  CHECK(card.device.is_cuda());
  CHECK(card.name.find("CUDA card") == std::string::npos);
  CHECK(card.memory_bytes > 0);
  CHECK_THROWS_MESSAGE(select_device("cuda:99"), DeviceError, "numbered from 0");
}

TEST_CASE("Training on the card follows training on the CPU") {
  if (!has_card()) return;
  const auto cpu = train_on("cpu"), cuda = train_on("cuda");
  for (size_t i = 0; i < cpu.history.epochs.size(); ++i) {
    CHECK(cuda.history.epochs[i].train_loss ==
          Approx(cpu.history.epochs[i].train_loss).epsilon(1e-3));
  }
  CHECK(cuda.report.outputs.is_cpu());
  CHECK(torch::allclose(cuda.report.outputs, cpu.report.outputs, 1e-2, 1e-2));
  CHECK(cuda.report.metrics[0].second == Approx(cpu.report.metrics[0].second).margin(5e-3));
}

TEST_CASE("The card draws its own order, a function of seed and epoch") {
  if (!has_card()) return;
  const auto digits = data::load_data("digits", {}).train.to(select_device("cuda"));
  torch::manual_seed(5);
  const auto first = torch::rand({4}, torch::kCUDA);
  torch::manual_seed(5);
  const auto order = data::Batches(digits, 32, 1, 2).order();
  CHECK(torch::equal(torch::rand({4}, torch::kCUDA), first));
  CHECK(torch::equal(std::get<0>(order.sort()), torch::arange(digits.size(), order.options())));
  CHECK(torch::equal(order, data::Batches(digits, 64, 1, 2).order()));
  CHECK_FALSE(torch::equal(order, data::Batches(digits, 32, 1, 3).order()));
  CHECK_FALSE(torch::equal(order, data::Batches(digits, 32, 2, 2).order()));
}

TEST_CASE("A balanced order is drawn on the card, a function of seed and epoch") {
  if (!has_card()) return;
  data::Dataset unbalanced;
  unbalanced.class_names = {"many", "few"};
  unbalanced.targets = (torch::arange(20000, torch::kInt64) % 100 == 0).to(torch::kInt64);
  unbalanced.inputs = torch::zeros({20000, 1});
  unbalanced = unbalanced.to(select_device("cuda"));
  const auto sampling = data::Sampling::of(data::SamplingKind::kBalanced, unbalanced);
  const auto order = data::Batches(unbalanced, 32, 1, 2, sampling).order();
  CHECK(order.is_cuda());
  CHECK(torch::equal(order, data::Batches(unbalanced, 64, 1, 2, sampling).order()));
  CHECK_FALSE(torch::equal(order, data::Batches(unbalanced, 32, 1, 3, sampling).order()));
  // Of 20000 draws a share of a half has a standard deviation of 0.0035.
  const auto few = unbalanced.targets.index_select(0, order).to(torch::kFloat64).mean();
  CHECK(few.item<double>() == Approx(0.5).margin(0.015));
}

TEST_CASE("A non-finite loss on the card is found with its step, not at once") {
  if (!has_card()) return;
  training::LossTape tape(100, torch::kCUDA);
  for (int step = 1; step <= 100; ++step) {
    tape.record(torch::tensor(step == 10 ? INFINITY : 1.0F, torch::kCUDA), 1, 1);
    const auto found = tape.find_non_finite();
    if (step < 64) CHECK_FALSE(found.has_value());
    if (!found) continue;
    CHECK(step == 64);
    CHECK(found->step == 10);
    return;
  }
  FAIL("not found");
}
