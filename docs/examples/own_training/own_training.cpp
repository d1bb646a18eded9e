// A training in C++, without the command line, with parts of one's own by name.
#include "gradus/core/seed.h"
#include "gradus/data/load.h"
#include "gradus/data/split.h"
#include "gradus/data/standardization.h"
#include "gradus/metrics/registry.h"
#include "gradus/models/mlp.h"
#include "gradus/training/callback_registry.h"
#include "gradus/training/loss_registry.h"
#include "gradus/training/trainer.h"

int main() {
  using namespace gradus;
  seed_everything(1);
  const auto parts = data::split(data::load_data("iris").train, 0.2, /*seed=*/1);
  const auto standardization = data::Standardization::fit(parts.train);
  models::Mlp model(models::MlpOptions(parts.train.features(), parts.train.outputs()).hidden({16}));

  training::Trainer trainer(torch::nn::AnyModule(model), {.name = "adam", .learning_rate = 0.01},
                            training::make_loss("focal:gamma=2"),
                            training::TrainerOptions().epochs(20).batch_size(16));
  trainer.add(std::shared_ptr(metrics::make_metric("matthews", parts.train.outputs())));
  trainer.add(training::make_callback("growth:limit=10"));
  trainer.fit(standardization.apply(parts.train));
  const auto report = trainer.evaluate(standardization.apply(parts.held_out));
  fmt::print("loss {:.4f}, matthews {:.4f}\n", report.loss, report.metrics.front().second);
}
