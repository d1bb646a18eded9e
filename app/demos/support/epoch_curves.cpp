#include "epoch_curves.h"

#include "experiment.h"
#include "numbers.h"
#include "seed_curve.h"

namespace gradus::demos {

EpochCurves epoch_curves(const std::vector<training::History>& histories) {
  EpochCurves curves;
  for (size_t epoch = 0; epoch < histories.front().epochs.size(); ++epoch) {
    for (auto* curve :
         {&curves.train_loss, &curves.test_loss, &curves.train_accuracy, &curves.test_accuracy}) {
      curve->emplace_back();
    }
    for (const auto& history : histories) {
      const auto& record = history.epochs.at(epoch);
      curves.train_loss.back().push_back(record.train_loss);
      curves.test_loss.back().push_back(record.validation_loss.value());
      curves.train_accuracy.back().push_back(metric(record.train_metrics, "accuracy"));
      curves.test_accuracy.back().push_back(metric(record.validation_metrics, "accuracy"));
    }
  }
  return curves;
}

std::pair<int64_t, int64_t> count_falls(const std::vector<std::vector<double>>& curve) {
  int64_t falls = 0, steps = 0;
  for (size_t epoch = 1; epoch < curve.size(); ++epoch) {
    for (size_t i = 0; i < curve[epoch].size(); ++i, ++steps) {
      if (curve[epoch].at(i) < curve[epoch - 1].at(i)) ++falls;
    }
  }
  return {falls, steps};
}

std::vector<report::Panel> loss_and_accuracy(const std::vector<NamedCurves>& networks) {
  report::Panel loss{.title = {"Loss", "损失"},
                     .x_label = {"epoch", "轮次"},
                     .y_label = {"cross-entropy", "交叉熵"}};
  report::Panel accuracy{.title = {"Accuracy", "准确率"},
                         .x_label = {"epoch", "轮次"},
                         .y_label = {"accuracy", "准确率"}};
  int64_t colour = 0;
  for (const auto& [name, curves] : networks) {
    const auto epochs = count_from_one(curves.train_loss.size());
    for (auto& curve :
         test_and_training(name, epochs, curves.test_loss, curves.train_loss, colour)) {
      loss.curves.push_back(std::move(curve));
    }
    for (auto& curve :
         test_and_training(name, epochs, curves.test_accuracy, curves.train_accuracy, colour)) {
      accuracy.curves.push_back(std::move(curve));
    }
    ++colour;
  }
  return {loss, accuracy};
}

}  // namespace gradus::demos
