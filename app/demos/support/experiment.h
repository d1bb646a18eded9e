/// Trainings as the demos do them: the shared trainer, stopped by Ctrl-C.
#pragma once
#include "demo.h"
#include "gradus/data/dataset.h"
#include "gradus/report/panel.h"
#include "gradus/training/fit_many.h"
#include "side_by_side.h"

#include <string>
#include <vector>

namespace gradus::demos {

struct Recipe {
  training::OptimizerSpec optimizer = {"adam", 1e-2, {}};
  std::string loss = "cross_entropy";
  int64_t epochs = 100;
  int64_t batch_size = 32;
};

/// Whether a training has the machine for itself: as many threads as pay, or one.
enum class Company { kAlone, kOthers };

/// A trainer with accuracy as its metric, unless the loss is `mse`. `seed` decides the order of
/// examples.
training::Trainer make_trainer(torch::nn::AnyModule model, const Recipe& recipe, const Setup& setup,
                               uint64_t seed,
                               Company company = is_side_by_side() ? Company::kOthers
                                                                   : Company::kAlone);

/// `fit`, which ends with an `Error` where Ctrl-C asked for it.
training::History fit(training::Trainer& trainer, const data::Dataset& train,
                      const data::Dataset* validation = nullptr);

/// The same for many at once, made for `Company::kOthers`.
std::vector<training::History> fit_all(std::vector<training::Trainer>& trainers,
                                       const data::Dataset& train,
                                       const data::Dataset* validation = nullptr);

/// The value of a metric by name. Throws `std::out_of_range` for one that was not measured.
double metric(const training::MetricValues& values, const std::string& name);

/// Share of right answers on `dataset`, 0 to 1.
double accuracy(training::Trainer& trainer, const data::Dataset& dataset);

/// `name:options` as after `--data`, without the part that a table would need.
data::Dataset load_train(const std::string& request);

/// `count` examples chosen by `seed`, or all where there are fewer.
data::Dataset sample(const data::Dataset& dataset, int64_t count, uint64_t seed);

/// The scores of a model with two inputs over a square, for `report::Region`.
report::Region region_of(torch::nn::AnyModule& model, report::Span x, report::Span y,
                         const Setup& setup, int64_t resolution = 121);

/// The examples of a set with two features, a mark a class, named by its classes.
std::vector<report::Marks> marks_of(const data::Dataset& dataset, int64_t most = 400);

/// The smallest axes that show all examples, with a margin.
std::pair<report::Span, report::Span> spans_of(const data::Dataset& dataset);

std::vector<double> to_vector(const torch::Tensor& tensor);
int64_t parameter_count(const torch::nn::Module& module);

}  // namespace gradus::demos
