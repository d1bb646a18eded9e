/// Scores of resampled examples, from numbers made ready once. `examples` are copied.
#pragma once
#include "gradus/metrics/bootstrap.h"
#include "gradus/metrics/class_scores.h"
#include "gradus/metrics/scored_examples.h"
#include "ranking.h"

namespace gradus::metrics {

/// Of `values`, one an example; `root` takes the square root of the mean.
WeightedScore weighted_mean(std::vector<double> values, bool root = false);
/// The largest of `values` among the examples drawn.
WeightedScore weighted_maximum(std::vector<double> values);
/// `cells`: each example's place in the K × K counts, row by row.
WeightedScore weighted_class_average(std::vector<int64_t> cells, int64_t classes,
                                     ClassAverage average);
WeightedScore weighted_calibration_error(const ScoredExamples& examples);

enum class RankingScore { kRocAuc, kAveragePrecision };
WeightedScore weighted_ranking(const ScoredExamples& examples, RankingScore score);

/// N × k targets and predictions, row by row. `constant_error_counts`: R², else the explained
/// variance.
WeightedScore weighted_explained(std::vector<double> targets, std::vector<double> predictions,
                                 int64_t columns, bool constant_error_counts);

}  // namespace gradus::metrics
