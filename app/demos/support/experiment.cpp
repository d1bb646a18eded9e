#include "experiment.h"

#include "gradus/core/seed.h"
#include "gradus/data/load.h"
#include "gradus/training/interruption.h"
#include "stage.h"

#include <stdexcept>

namespace gradus::demos {

training::Trainer make_trainer(torch::nn::AnyModule model, const Recipe& recipe, const Setup& setup,
                               uint64_t seed, Company company) {
  training::Trainer trainer(std::move(model), recipe.optimizer, training::make_loss(recipe.loss),
                            training::TrainerOptions()
                                .epochs(recipe.epochs)
                                .batch_size(recipe.batch_size)
                                .seed(seed)
                                .device(setup.device)
                                .threads(company == Company::kOthers ? 1 : 0));
  if (recipe.loss != "mse") {
    trainer.add(std::shared_ptr<metrics::Metric>(metrics::make_metric("accuracy", 1)));
  }
  trainer.add(std::make_shared<training::Interruption>());
  return trainer;
}

training::History fit(training::Trainer& trainer, const data::Dataset& train,
                      const data::Dataset* validation) {
  auto history = trainer.fit(train, validation);
  throw_if_interrupted();
  return history;
}

std::vector<training::History> fit_all(std::vector<training::Trainer>& trainers,
                                       const data::Dataset& train,
                                       const data::Dataset* validation) {
  auto histories = training::fit_many(trainers, train, validation);
  throw_if_interrupted();
  return histories;
}

double metric(const training::MetricValues& values, const std::string& name) {
  for (const auto& [key, value] : values) {
    if (key == name) return value;
  }
  throw std::out_of_range("metric '" + name + "' was not measured");
}

double accuracy(training::Trainer& trainer, const data::Dataset& dataset) {
  return metric(trainer.evaluate(dataset).metrics, "accuracy");
}

data::Dataset load_train(const std::string& request) {
  return data::load_data(request).train;
}

data::Dataset sample(const data::Dataset& dataset, int64_t count, uint64_t seed) {
  if (count >= dataset.size()) return dataset;
  constexpr uint64_t kSampleStream = 0x5A3B1EULL << 32;
  const auto order = torch::randperm(dataset.size(), make_generator(seed, kSampleStream));
  return dataset.subset(order.slice(0, 0, count));
}

report::Region region_of(torch::nn::AnyModule& model, report::Span x, report::Span y,
                         const Setup& setup, int64_t resolution) {
  const torch::NoGradGuard no_gradient;
  model.ptr()->eval();
  const auto xs = torch::linspace(x.min, x.max, resolution);
  const auto ys = torch::linspace(y.min, y.max, resolution);
  const auto points = torch::stack({xs.repeat({resolution}), ys.repeat_interleave(resolution)}, 1);
  const auto scores = model.forward(points.to(setup.device)).cpu();
  report::Region region;
  for (int64_t k = 0; k < scores.size(1); ++k) {
    region.scores.push_back({x, y, resolution, resolution, to_vector(scores.select(1, k))});
  }
  return region;
}

std::vector<report::Marks> marks_of(const data::Dataset& dataset, int64_t most) {
  std::vector<report::Marks> marks;
  const auto shown = sample(dataset, most, 0);
  for (int64_t k = 0; k < dataset.outputs(); ++k) {
    const auto points = shown.inputs.index({shown.targets == k}).cpu();
    marks.push_back({.name = dataset.class_names[static_cast<size_t>(k)],
                     .x = to_vector(points.select(1, 0)),
                     .y = to_vector(points.select(1, 1)),
                     .colour = k});
  }
  return marks;
}

std::pair<report::Span, report::Span> spans_of(const data::Dataset& dataset) {
  constexpr double kMargin = 0.12;
  const auto span = [&](int64_t column) {
    const auto values = dataset.inputs.select(1, column);
    const double low = values.min().item<double>(), high = values.max().item<double>();
    const double margin = kMargin * std::max(high - low, 1e-6);
    return report::Span{low - margin, high + margin};
  };
  return {span(0), span(1)};
}

std::vector<double> to_vector(const torch::Tensor& tensor) {
  const auto values = tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto* data = values.const_data_ptr<double>();
  return {data, data + values.numel()};
}

int64_t parameter_count(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const auto& parameter : module.parameters()) count += parameter.numel();
  return count;
}

}  // namespace gradus::demos
