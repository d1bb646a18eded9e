#include "gradus/metrics/weighted_scores.h"

#include "gradus/metrics/accuracy.h"
#include "gradus/metrics/probability_scores.h"
#include "gradus/metrics/regression.h"
#include "gradus/metrics/score_examples.h"
#include "weighted_parts.h"

namespace gradus::metrics {

WeightedScores::WeightedScores(const torch::Tensor& outputs, const torch::Tensor& targets,
                               int64_t outputs_count)
    : outputs_(outputs.detach().cpu()), targets_(targets.cpu()), outputs_count_(outputs_count) {
  if (!targets_.is_floating_point()) scored_ = score_examples(outputs_, targets_);
}

WeightedScore WeightedScores::make(const std::string& name) const {
  make_metric(name, outputs_count_);  // refuses what is no metric
  auto score = targets_.is_floating_point() ? of_values(name) : of_classes(name);
  return score ? score : of_copies(name);
}

WeightedScore WeightedScores::of_classes(const std::string& name) const {
  if (const auto average = find_class_average(name)) {
    const auto cells = targets_ * outputs_count_ + predicted_classes(outputs_);
    const auto* first = cells.const_data_ptr<int64_t>();
    return weighted_class_average({first, first + cells.numel()}, outputs_count_, average);
  }
  if (name == "log_loss") return weighted_mean(scored_.losses);
  if (name == "brier_score") return weighted_mean(brier_scores(scored_));
  if (name == "roc_auc") return weighted_ranking(scored_, RankingScore::kRocAuc);
  if (name == "average_precision")
    return weighted_ranking(scored_, RankingScore::kAveragePrecision);
  if (name == "ece") return weighted_calibration_error(scored_);
  if (name == "accuracy")
    return weighted_mean(plain_numbers(predicted_classes(outputs_).eq(targets_)));
  const auto metric = make_metric(name, outputs_count_);
  if (dynamic_cast<TopKAccuracy*>(metric.get()) == nullptr) return nullptr;
  // Its number for each example alone.
  std::vector<double> right;
  for (int64_t i = 0; i < examples(); ++i) {
    metric->reset();
    metric->update(outputs_.narrow(0, i, 1), targets_.narrow(0, i, 1));
    right.push_back(metric->value());
  }
  return weighted_mean(std::move(right));
}

WeightedScore WeightedScores::of_values(const std::string& name) const {
  if (name == "r2" || name == "explained_variance") {
    return weighted_explained(plain_numbers(targets_), plain_numbers(outputs_), targets_.size(1),
                              name == "r2");
  }
  const auto errors = (outputs_ - targets_).to(torch::kFloat64).abs();
  if (name == "mae") return weighted_mean(plain_numbers(errors.mean(1)));
  if (name == "max_error") return weighted_maximum(plain_numbers(errors.amax(1)));
  if (name != "mse" && name != "rmse") return nullptr;
  return weighted_mean(plain_numbers(errors.square().mean(1)), name == "rmse");
}

/// Of which only the metric itself is known: it is shown each example as often as it is drawn.
WeightedScore WeightedScores::of_copies(const std::string& name) const {
  return [outputs = outputs_, targets = targets_, name,
          count = outputs_count_](std::span<const uint32_t> weights) {
    const torch::NoGradGuard no_gradient;
    std::vector<int64_t> rows;
    for (size_t i = 0; i < weights.size(); ++i) rows.insert(rows.end(), weights[i], int64_t(i));
    const auto index = torch::tensor(rows, torch::kInt64);
    const auto metric = make_metric(name, count);
    metric->update(outputs.index_select(0, index), targets.index_select(0, index));
    return metric->value();
  };
}

}  // namespace gradus::metrics
