#include "weighted_parts.h"

#include "gradus/metrics/calibration.h"
#include "gradus/metrics/roc.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus::metrics {

WeightedScore weighted_mean(std::vector<double> values, bool root) {
  return [values = std::move(values), root](std::span<const uint32_t> weights) {
    double sum = 0, count = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      sum += weights[i] * values[i];
      count += weights[i];
    }
    return root ? std::sqrt(sum / count) : sum / count;
  };
}

WeightedScore weighted_maximum(std::vector<double> values) {
  return [values = std::move(values)](std::span<const uint32_t> weights) {
    double largest = -std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < values.size(); ++i) {
      if (weights[i] > 0) largest = std::max(largest, values[i]);
    }
    return largest;
  };
}

WeightedScore weighted_class_average(std::vector<int64_t> cells, int64_t classes,
                                     ClassAverage average) {
  return [cells = std::move(cells), classes, average](std::span<const uint32_t> weights) {
    std::vector<int64_t> counts(static_cast<size_t>(classes * classes), 0);
    for (size_t i = 0; i < cells.size(); ++i) counts[static_cast<size_t>(cells[i])] += weights[i];
    return average(class_scores(counts));
  };
}

WeightedScore weighted_calibration_error(const ScoredExamples& examples) {
  struct Part {
    size_t bin;
    double gap;  // right less confident
  };
  std::vector<Part> parts;
  for (int64_t i = 0; i < examples.size(); ++i) {
    const int64_t predicted = examples.predicted(i);
    const double confidence = examples.row(i)[static_cast<size_t>(predicted)];
    const double right = predicted == examples.labels[static_cast<size_t>(i)] ? 1 : 0;
    parts.push_back(
        {static_cast<size_t>(bin_of(confidence, kCalibrationBins)), right - confidence});
  }
  return [parts = std::move(parts)](std::span<const uint32_t> weights) {
    double gaps[kCalibrationBins] = {}, count = 0, sum = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
      gaps[parts[i].bin] += weights[i] * parts[i].gap;
      count += weights[i];
    }
    for (const double gap : gaps) sum += std::abs(gap);
    return sum / count;
  };
}

WeightedScore weighted_ranking(const ScoredExamples& examples, RankingScore score) {
  std::vector<Ranking> rankings;
  // Of two classes that of class 1, of more one a class.
  for (int64_t k = examples.classes == 2 ? 1 : 0; k < examples.classes; ++k)
    rankings.emplace_back(examples.is_class(k), examples.column(k));
  return [rankings = std::move(rankings), score](std::span<const uint32_t> weights) {
    std::vector<double> values;
    for (const auto& ranking : rankings) {
      if (score == RankingScore::kRocAuc) {
        values.push_back(ranking.roc_auc(weights));
      } else if (rankings.size() == 1 || ranking.has_positive(weights)) {
        values.push_back(ranking.average_precision(weights));
      }
    }
    return macro_mean(values);
  };
}

WeightedScore weighted_explained(std::vector<double> targets, std::vector<double> predictions,
                                 int64_t columns, bool constant_error_counts) {
  // Mean and mean square of column `c` of the numbers that `value` gives.
  const auto moments = [columns](std::span<const uint32_t> weights, int64_t c, double centre,
                                 const auto& value) {
    double sum = 0, squares = 0, count = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      const double v = value(i * static_cast<size_t>(columns) + static_cast<size_t>(c)) - centre;
      sum += weights[i] * v;
      squares += weights[i] * v * v;
      count += weights[i];
    }
    return std::pair{sum / count, squares / count};
  };
  return [=, targets = std::move(targets),
          predictions = std::move(predictions)](std::span<const uint32_t> weights) {
    const auto target = [&](size_t i) { return targets[i]; };
    const auto residual = [&](size_t i) { return predictions[i] - targets[i]; };
    double total = 0;
    for (int64_t c = 0; c < columns; ++c) {
      const double target_mean = moments(weights, c, 0, target).first;
      const double error = constant_error_counts ? 0 : moments(weights, c, 0, residual).first;
      const double variance = moments(weights, c, target_mean, target).second;
      const double left = moments(weights, c, error, residual).second;
      total += variance > 0 ? 1 - left / variance : left == 0 ? 1 : 0;
    }
    return total / static_cast<double>(columns);
  };
}

}  // namespace gradus::metrics
