#include "gradus/training/layer_statistics.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/models/activation.h"
#include "gradus/models/mlp.h"
#include "gradus/training/trainer.h"
#include "stack.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

#include <cmath>

#include "catch.h"

using namespace gradus::training;
using gradus::engine::EngineKind;
using gradus::models::Initialization;
using gradus::models::MlpOptions;
using gradus::models::Normalization;

namespace {

constexpr int64_t kRows = 300, kInputs = 6, kClasses = 3;

gradus::data::Dataset clouds() {
  const auto generator = gradus::make_generator(1, 1);
  gradus::data::Dataset dataset;
  dataset.name = "clouds";
  dataset.targets = torch::arange(kRows) % kClasses;
  dataset.inputs = torch::randn({kRows, kInputs}, generator) + dataset.targets.unsqueeze(1);
  dataset.class_names = {"a", "b", "c"};
  return dataset;
}

MlpOptions hidden(std::vector<int64_t> widths) {
  return MlpOptions(kInputs, kClasses).hidden(std::move(widths));
}

torch::nn::AnyModule mlp(const MlpOptions& options) {
  gradus::seed_everything(0);
  return torch::nn::AnyModule(gradus::models::Mlp(options));
}

TrainerOptions options(int64_t epochs, EngineKind engine = EngineKind::kEager) {
  return TrainerOptions().epochs(epochs).batch_size(50).engine(engine);
}

/// The figures after some epochs of SGD with rate 0.1.
std::vector<EpochFigures> watched(const torch::nn::AnyModule& model, int64_t epochs = 1,
                                  LayerStatisticsOptions how = {}) {
  const auto loss = make_loss("cross_entropy");
  const auto data = clouds();
  const auto statistics = std::make_shared<LayerStatistics>(model, loss, data, how);
  Trainer(model, {"sgd", 0.1, {}}, loss, options(epochs)).add(statistics).fit(data);
  return statistics->epochs();
}

/// Every row of the data is in the sample, in order.
const LayerStatisticsOptions kAllRows{.rows = kRows};

torch::Tensor flat_weights(torch::nn::Module& model) {
  std::vector<torch::Tensor> all;
  for (const auto& tensor : model.parameters()) all.push_back(tensor.detach().flatten());
  for (const auto& tensor : model.buffers()) all.push_back(tensor.to(torch::kFloat32).flatten());
  return torch::cat(all).clone();
}

}  // namespace

TEST_CASE("Layer by layer the same comes out as from the whole model, whatever it is made of") {
  auto kinds = gradus::models::activations().names();
  for (const auto& activation : kinds) {
    for (const auto normalization :
         {Normalization::kNone, Normalization::kBatch, Normalization::kLayer}) {
      INFO(activation << " " << to_string(normalization));
      auto model =
          mlp(hidden({8, 5}).dropout(0.2).activation(activation).normalization(normalization));
      const auto layers = watched(model, 1, kAllRows).front().layers;
      model.ptr()->eval();
      const auto outputs = model.forward(clouds().inputs);
      CHECK(layers.back().units == kClasses);
      CHECK(layers.back().mean == Approx(outputs.mean().item<double>()).margin(1e-5));
      CHECK(layers.back().deviation == Approx(outputs.std(false).item<double>()).margin(1e-5));
    }
  }
}

TEST_CASE("Units that are dead or saturated are counted") {
  const torch::NoGradGuard no_gradient;
  for (const std::string activation : {"relu", "tanh", "sigmoid"}) {
    auto model = mlp(hidden({10}).activation(activation));
    const auto parameters = model.ptr()->parameters();
    parameters[0].mul_(0.01);
    parameters[1].fill_(0.5);                   // so that the others are alive for every row
    parameters[1].narrow(0, 0, 4).fill_(-100);  // four that are not
    LayerStatistics statistics(model, make_loss("cross_entropy"), clouds());
    History history;
    StopRequest stop;
    torch::optim::SGD optimizer(model.ptr()->parameters(), 0.1);
    statistics.on_fit_start({1, 1, kRows, 0, 1, 0, *model.ptr(), optimizer});
    statistics.on_epoch_start({1, 1, 0});
    EpochRecord record;
    record.epoch = 1;
    statistics.on_epoch_end({record, 1, stop});
    const auto& layers = statistics.epochs().front().layers;
    CHECK(layers[1].name == "layer 2 (" + activation + ")");
    CHECK(layers[1].dead == Approx(0.4));
    CHECK(layers[1].flat == Approx(0.4));
    CHECK(std::isnan(layers[0].dead));
  }
}

TEST_CASE("The gradient is autograd's, and the change that of the weights over the epoch") {
  auto model = mlp(hidden({8, 5}).activation("tanh"));
  const auto before = model.ptr()->parameters();
  std::vector<torch::Tensor> copies;
  for (const auto& parameter : before) copies.push_back(parameter.detach().clone());
  const auto layers = watched(model, 1, kAllRows).front().layers;

  const auto data = clouds();
  model.ptr()->eval();
  model.ptr()->zero_grad();
  make_loss("cross_entropy").function(model.forward(data.inputs), data.targets).backward();
  const auto after = model.ptr()->parameters();
  for (const size_t k : {0, 1, 2}) {  // linear layers 1, 3 and 5: a weight and a bias each
    const auto joined = [&](const auto& of) {
      return torch::cat({of(2 * k).flatten(), of(2 * k + 1).flatten()})
          .norm()
          .template item<double>();
    };
    const auto& layer = layers[2 * k];
    CHECK(layer.gradient ==
          Approx(joined([&](size_t i) { return after[i].grad(); })).epsilon(1e-4));
    const double moved = joined([&](size_t i) { return after[i].detach() - copies[i]; });
    const double size = joined([&](size_t i) { return copies[i]; });
    CHECK(layer.change == Approx(moved / size).epsilon(1e-4));
  }
}

TEST_CASE("The training goes on bit for bit as without it, in each engine") {
  const auto data = clouds();
  for (const auto engine : {EngineKind::kEager, EngineKind::kFused}) {
    for (const auto normalization : {Normalization::kNone, Normalization::kBatch}) {
      const auto train = [&](bool watch) {
        const auto model = mlp(hidden({16, 8}).dropout(0.3).normalization(normalization));
        const auto loss = make_loss("cross_entropy");
        Trainer trainer(model, {"adam", 0.01, {}}, loss, options(3, engine));
        if (watch) trainer.add(std::make_shared<LayerStatistics>(model, loss, data));
        trainer.fit(data, &data);
        return flat_weights(*model.ptr());
      };
      CHECK(torch::equal(train(true), train(false)));
    }
  }
}

TEST_CASE("A deep network of sigmoids is found to have vanishing gradients, one of ReLUs is not") {
  const auto findings = [](const std::string& activation) {
    const auto figures = watched(mlp(hidden(std::vector<int64_t>(7, 16))
                                         .initialization(Initialization::kHe)
                                         .activation(activation)));
    std::string all;
    for (const auto& line : layer_findings(figures.back())) all += line + "\n";
    return all;
  };
  CHECK_THAT(findings("sigmoid"), ContainsSubstring("vanishing"));
  CHECK_THAT(findings("relu"), !ContainsSubstring("vanishing"));
}

TEST_CASE("Of a model that does not tell its layers the parameters are measured") {
  gradus::seed_everything(0);
  Stack stack;
  stack->push_back(torch::nn::Linear(kInputs, 4));
  stack->push_back(torch::nn::Tanh());
  stack->push_back(torch::nn::Linear(4, kClasses));
  const auto layers = watched(torch::nn::AnyModule(stack)).front().layers;
  REQUIRE(layers.size() == 4);
  CHECK(layers[0].name == "0.weight");
  CHECK(layers[0].gradient > 0);
  CHECK(layers[0].change > 0);
  CHECK(layers[0].units == 0);
}

TEST_CASE("Every so many epochs are measured and the last one; a checkpoint keeps them") {
  const auto model = mlp(hidden({8}));
  const auto epochs = watched(model, 5, {.every = 2});
  REQUIRE(epochs.size() == 3);
  CHECK(epochs[0].epoch == 2);
  CHECK(epochs[2].epoch == 5);

  const auto loss = make_loss("cross_entropy");
  const auto data = clouds();
  torch::optim::SGD optimizer(model.ptr()->parameters(), 0.1);
  const FitStart start{5, 6, kRows, 0, 1, 0, *model.ptr(), optimizer};
  const auto statistics = std::make_shared<LayerStatistics>(model, loss, data);
  Trainer(model, {"sgd", 0.1, {}}, loss, options(2)).add(statistics).fit(data);
  LayerStatistics other(model, loss, data);
  other.on_fit_start(start);
  other.load_state(statistics->state());
  REQUIRE(other.epochs().size() == 2);
  CHECK(other.epochs()[1].epoch == 2);
  CHECK(other.epochs()[1].layers[0].name == "layer 1 (linear)");
  CHECK(other.epochs()[1].layers[1].flat == statistics->epochs()[1].layers[1].flat);
  CHECK(other.epochs()[1].layers[2].change == statistics->epochs()[1].layers[2].change);

  const auto deeper = mlp(hidden({8, 8}));
  LayerStatistics wrong(deeper, loss, data);
  wrong.on_fit_start(start);
  CHECK_THROWS_MESSAGE((wrong.load_state(statistics->state()), 0), gradus::CheckpointError,
                       "layer statistics of 42 numbers: expected 70 for 2 epochs of 5 layers");
}

TEST_CASE("Impossible options are refused with the value") {
  CHECK_THROWS_MESSAGE(watched(mlp(hidden({4})), 1, {.every = 0}), gradus::UsageError,
                       "every 0 epochs");
  CHECK_THROWS_MESSAGE(watched(mlp(hidden({4})), 1, {.rows = 0}), gradus::UsageError, "of 0 rows");
}
