#include "softmax_training.h"

#include "gradus/data/standardization.h"
#include "gradus/report/image_grid.h"
#include "numbers.h"
#include "side_by_side.h"
#include "train_test.h"
#include "wording.h"

namespace gradus::demos {
namespace {

int64_t divided_up(int64_t a, int64_t b) {
  return (a + b - 1) / b;
}

}  // namespace

data::Split prepare(const data::LoadedData& loaded, int64_t examples, uint64_t seed) {
  constexpr double kTestShare = 0.3;
  auto parts = loaded.test ? data::Split{loaded.train, *loaded.test}
                           : data::split(loaded.train, kTestShare, seed);
  parts.train = sample(parts.train, examples, seed);
  const auto scale =
      parts.train.is_image() ? data::Standardization() : data::Standardization::fit(parts.train);
  return {scale.apply(parts.train), scale.apply(parts.held_out)};
}

models::SoftmaxRegression train_softmax(const data::Dataset& train, const SoftmaxRecipe& recipe,
                                        const Setup& setup, uint64_t seed) {
  const models::SoftmaxRegressionOptions options(train.features(), train.outputs());
  auto model = seeded(seed, [&] { return models::SoftmaxRegression(options); });
  // The loss is convex: 0 is as good a start as any, and a pixel that is always 0 keeps weight 0.
  for (auto& parameter : model->parameters()) parameter.data().zero_();
  const int64_t per_epoch = divided_up(train.size(), recipe.batch_size);
  auto trainer = make_trainer(torch::nn::AnyModule(model),
                              {.optimizer = {"sgd", recipe.learning_rate, {}},
                               .epochs = divided_up(recipe.steps, per_epoch),
                               .batch_size = recipe.batch_size},
                              setup, seed);
  fit(trainer, train);
  model->eval();
  model->to(torch::kCPU);
  return model;
}

SoftmaxRuns run_softmax(const std::string& request, int64_t examples, const SoftmaxRecipe& recipe,
                        int64_t seeds, const Setup& setup) {
  const auto loaded = load_classes(request);
  auto runs = side_by_side(seeds, setup, [&](int64_t i) {
    const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
    auto [train, test] = prepare(loaded, examples, seed);
    auto model = train_softmax(train, recipe, setup, seed);
    const torch::NoGradGuard no_gradient;
    const auto hits = model->forward(test.inputs).argmax(1).eq(test.targets);
    SoftmaxRuns run{loaded.train.name, train.outputs(), train.size(), {share(hits)}};
    if (i == 0) run.model = model, run.test = std::move(test);
    return run;
  });
  for (size_t i = 1; i < runs.size(); ++i) {
    runs.front().accuracies.push_back(runs[i].accuracies.front());
  }
  return std::move(runs.front());
}

std::vector<std::vector<report::Text>> accuracy_rows(const std::vector<SoftmaxRuns>& sets) {
  std::vector<std::vector<report::Text>> rows;
  for (const auto& set : sets) {
    rows.push_back({set.name, report::number("{}", set.train),
                    report::number("{}", set.test.size()),
                    mean_deviation(report::estimate(set.accuracies))});
  }
  return rows;
}

report::Figure weight_pictures(const SoftmaxRuns& runs, report::Language language) {
  const auto weight = runs.model->linear->weight.detach();
  auto shape = runs.test.input_shape();
  shape.insert(shape.begin(), weight.size(0));
  report::ImageGrid grid{.images = weight.reshape(shape), .titles = runs.test.class_names};
  grid.colours = report::ImageGrid::Colours::kDiverging;
  grid.colour_label = report::Text("weight", "权重").in(language);
  grid.columns = 5;
  return report::image_grid(grid);
}

}  // namespace gradus::demos
