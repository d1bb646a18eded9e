#include "gradus/report/tensorboard.h"

#include "gradus/core/error.h"
#include "tensor_summary.h"

#include <chrono>

namespace gradus::report {
namespace {

constexpr int64_t kMaxPictures = 36;

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void add_measured(EventFile& file, int64_t epoch, double loss,
                  const training::MetricValues& metrics) {
  file.add(epoch, scalar_summary("loss", loss));
  for (const auto& [name, value] : metrics) file.add(epoch, scalar_summary(name, value));
}

void add_histogram(EventFile& file, int64_t epoch, const std::string& tag,
                   const torch::Tensor& values) {
  if (!values.defined()) return;
  if (const auto histogram = histogram_of(values)) {
    file.add(epoch, histogram_summary(tag, *histogram));
  }
}

// The first matrix with a row a unit and a column a pixel, as pictures [units, H, W].
torch::Tensor first_layer_pictures(const torch::nn::Module& model,
                                   const std::vector<int64_t>& shape) {
  for (const auto& weight : model.parameters()) {
    if (weight.dim() != 2 || weight.size(1) != shape[0] * shape[1]) continue;
    const int64_t count = std::min(weight.size(0), kMaxPictures);
    return weight.detach().narrow(0, 0, count).reshape({count, shape[0], shape[1]});
  }
  return {};
}

}  // namespace

TensorBoard::TensorBoard(TensorBoardOptions options) : options_(std::move(options)) {
  if (options_.histogram_interval < 0) {
    throw UsageError("epochs between histograms = {}: expected 0 (none) or more",
                     options_.histogram_interval);
  }
}

void TensorBoard::on_fit_start(const training::FitStart& event) {
  first_epoch_ = event.first_epoch;
  model_ = &event.model;
  run_ = std::make_unique<EventFile>(options_.folder, 0);
  train_ = std::make_unique<EventFile>(options_.folder / "train", first_epoch_);
  if (event.validation_examples > 0) {
    validation_ = std::make_unique<EventFile>(options_.folder / "validation", first_epoch_);
  }
  run_->add(0, session_start_summary(options_.hyper_parameters, now()));
  for (const auto& [name, markdown] : options_.texts) run_->add(0, text_summary(name, markdown));
  run_->flush();
}

void TensorBoard::on_epoch_end(const training::EpochEnd& event) {
  const auto& record = event.record;
  add_measured(*train_, record.epoch, record.train_loss, record.train_metrics);
  train_->add(record.epoch, scalar_summary("learning_rate", record.learning_rate));
  if (record.seconds > 0) {
    const double speed = static_cast<double>(record.examples) / record.seconds;
    train_->add(record.epoch, scalar_summary("examples_per_second", speed));
  }
  if (shows_tensors(event)) add_tensors(record.epoch);
  train_->flush();
  if (validation_ && record.validation_loss) {
    add_measured(*validation_, record.epoch, *record.validation_loss, record.validation_metrics);
    validation_->flush();
  }
}

bool TensorBoard::shows_tensors(const training::EpochEnd& event) const {
  const int64_t epoch = event.record.epoch, interval = options_.histogram_interval;
  if (interval == 0) return false;
  return epoch == first_epoch_ || epoch == event.epochs || epoch % interval == 0 ||
         event.stop.requested;
}

void TensorBoard::add_tensors(int64_t epoch) {
  for (const auto& parameter : model_->named_parameters()) {
    add_histogram(*train_, epoch, "weights/" + parameter.key(), parameter.value());
    add_histogram(*train_, epoch, "gradients/" + parameter.key(), parameter.value().grad());
  }
  if (options_.image_shape.size() != 2) return;
  const auto pictures = first_layer_pictures(*model_, options_.image_shape);
  if (pictures.defined()) train_->add(epoch, image_summary("first_layer", mosaic_of(pictures)));
}

void TensorBoard::on_fit_end(const training::FitEnd&) {
  run_->add(0, session_end_summary(now()));
  run_->flush();
  model_ = nullptr;
}

}  // namespace gradus::report
