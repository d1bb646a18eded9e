#include "loss_curves.h"

namespace gradus::demos {

LossCurves::LossCurves(training::Trainer& trainer, data::Dataset train, data::Dataset test,
                       int64_t interval)
    : trainer_(trainer), train_(std::move(train)), test_(std::move(test)), interval_(interval) {
}

void LossCurves::record(int64_t epoch, double train_loss, double test_loss) {
  path_.epochs.push_back(static_cast<double>(epoch));
  path_.train.push_back(train_loss);
  path_.test.push_back(test_loss);
}

void LossCurves::on_fit_start(const training::FitStart& event) {
  path_ = {};
  last_ = event.epochs;
}

void LossCurves::on_epoch_end(const training::EpochEnd& event) {
  const int64_t epoch = event.record.epoch;
  if (epoch % interval_ != 0) return;
  record(epoch, trainer_.evaluate(train_).loss, trainer_.evaluate(test_).loss);
}

void LossCurves::on_fit_end(const training::FitEnd& event) {
  const auto trained = static_cast<int64_t>(event.history.epochs.size());
  if (trained == last_) return;
  const double train_loss = trainer_.evaluate(train_).loss;
  const double test_loss = trainer_.evaluate(test_).loss;
  for (int64_t epoch = (trained / interval_ + 1) * interval_; epoch <= last_; epoch += interval_) {
    record(epoch, train_loss, test_loss);
  }
}

}  // namespace gradus::demos
