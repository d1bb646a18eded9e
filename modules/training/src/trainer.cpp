#include "gradus/training/trainer.h"

#include "generator_state.h"
#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "gradus/data/batches.h"
#include "gradus/data/sampling.h"
#include "gradus/training/gradients.h"
#include "progress.h"

#include <torch/utils.h>

#include <algorithm>
#include <chrono>

namespace gradus::training {
namespace {

constexpr int64_t kMaxEpochs = 1'000'000;
constexpr int64_t kMaxBatchSize = 100'000'000;

void check_options(const TrainerOptions& options) {
  if (options.epochs() < 1 || options.epochs() > kMaxEpochs) {
    throw UsageError("epochs = {}: expected 1 to {}", options.epochs(), kMaxEpochs);
  }
  if (options.batch_size() < 1 || options.batch_size() > kMaxBatchSize) {
    throw UsageError("batch size = {}: expected 1 to {}", options.batch_size(), kMaxBatchSize);
  }
}

/// Seconds since it was made, and those from before.
class Stopwatch {
 public:
  explicit Stopwatch(double before) : before_(before) {}
  double seconds() const {
    return before_ +
           std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  double before_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

template <typename Event>
void notify(const std::vector<std::shared_ptr<Callback>>& callbacks,
            void (Callback::*method)(const Event&), const Event& event) {
  for (const auto& callback : callbacks) (callback.get()->*method)(event);
}

/// The steps that may pass between one event and the next.
int64_t step_interval(const std::vector<std::shared_ptr<Callback>>& callbacks) {
  int64_t interval = Callback::kAnyInterval;
  for (const auto& callback : callbacks) interval = std::min(interval, callback->step_interval());
  return interval;
}

}  // namespace

Trainer::Trainer(torch::nn::AnyModule model, const OptimizerSpec& optimizer, Loss loss,
                 TrainerOptions options)
    : model_(std::move(model)), loss_(std::move(loss)), options_(options) {
  check_options(options_);
  model_.ptr()->to(options_.device());
  if (options_.precision() == engine::Precision::kFloat64) model_.ptr()->to(torch::kFloat64);
  const auto parameters = model_.ptr()->parameters();
  // LBFGS keeps gradients of earlier evaluations, which must not be written over.
  const bool flat = optimizer.name != "lbfgs";
  parameters_ = std::make_unique<engine::FlatParameters>(
      flat ? parameters : std::vector<torch::Tensor>(), !optimizer.decay_all);
  if (!flat) {
    optimizer_ = make_optimizer(optimizer, parameters);
  } else if (optimizer.decay_all) {
    optimizer_ = make_optimizer(optimizer, parameters_->flats());
  } else {
    optimizer_ =
        make_optimizer(optimizer, parameters_->flat_matrices(), parameters_->flat_vectors());
  }
  auto choice = engine::make_engine(
      {.kind = options_.engine(),
       .model = model_.ptr(),
       .forward =
           [model = model_](const torch::Tensor& inputs) mutable { return model.forward(inputs); },
       .loss_name = loss_.name,
       .loss = loss_.function,
       .plain_loss = loss_.plain,
       .parameters = *parameters_,
       .optimizer = *optimizer_,
       .device = options_.device(),
       .precision = options_.precision(),
       .gradients = options_.gradients(),
       .transforms = options_.transforms(),
       .threads = options_.threads(),
       .multiply_adds = multiply_adds()});
  engine_ = std::move(choice.engine);
  engine_reason_ = std::move(choice.reason);
}

Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;

Trainer& Trainer::add(std::shared_ptr<Callback> callback) {
  callbacks_.push_back(std::move(callback));
  return *this;
}

Trainer& Trainer::add(std::shared_ptr<metrics::Metric> metric) {
  metrics_.push_back(std::move(metric));
  return *this;
}

History Trainer::fit(const data::Dataset& train, const data::Dataset* validation) {
  if (train.size() == 0) throw DataError("data set '{}' has no examples to train on", train.name);
  const ThreadsGuard threads(engine_->threads());
  parameters_->adopt();
  const auto train_data = train.to(options_.device());
  const auto validation_data =
      validation == nullptr ? data::Dataset() : validation->to(options_.device());

  StateMap loaded = begin(train, validation);
  auto& progress = *progress_;
  auto& stop = progress.stop;
  std::vector<EpochRecord> interrupted;
  while (progress.epoch <= options_.epochs() && !stop.requested) {
    notify(callbacks_, &Callback::on_epoch_start,
           EpochStart{progress.epoch, options_.epochs(), progress.step});
    EpochRecord record = train_epoch(train_data, std::exchange(loaded, {}));
    if (validation != nullptr && !stop.requested) validate_epoch(validation_data, record);
    if (stop.interrupted) {
      interrupted.push_back(record);
    } else {
      progress.close_epoch(record);
    }
    notify(callbacks_, &Callback::on_epoch_end, EpochEnd{record, options_.epochs(), stop});
  }
  check_finite_weights(*model_.ptr(), *optimizer_);
  History history = progress.history;
  history.epochs.insert(history.epochs.end(), interrupted.begin(), interrupted.end());
  notify(callbacks_, &Callback::on_fit_end, FitEnd{history, stop});
  return history;
}

StateMap Trainer::begin(const data::Dataset& train, const data::Dataset* validation) {
  StateMap loaded = std::exchange(loaded_, {});
  if (loaded.empty()) progress_ = std::make_unique<Progress>();
  const int64_t steps = (train.size() + options_.batch_size() - 1) / options_.batch_size();
  if (progress_->step > steps) {
    throw CheckpointError("step {} of an epoch of {} steps: the data or the batch size differ",
                          progress_->step, steps);
  }
  notify(callbacks_, &Callback::on_fit_start,
         FitStart{options_.epochs(), steps, train.size(),
                  validation == nullptr ? 0 : validation->size(), progress_->epoch, progress_->step,
                  *model_.ptr(), *optimizer_});
  load_callbacks(loaded);
  load_generators(loaded, options_.device());
  return state_with_prefix(loaded, "epoch.");
}

data::Batches Trainer::start_epoch(const data::Dataset& train, const StateMap& measured) {
  model_.ptr()->train();
  const auto sampling = options_.balanced()
                            ? data::Sampling::of(data::SamplingKind::kBalanced, train)
                            : data::Sampling();
  data::Batches batches(train, options_.batch_size(), options_.seed(), progress_->epoch, sampling);
  engine_->start_epoch({batches.inputs(), batches.targets(), batches.order(), batches.batch_size(),
                        progress_->epoch});
  auto& [losses, metrics] = progress_->under_way.emplace(EpochUnderWay{
      LossTape(batches.size(), options_.device()),
      MetricTape(metrics_, batches.targets(), batches.order(), batches.batch_size())});
  if (measured.empty()) return batches;
  losses.load_state(state_with_prefix(measured, "losses."));
  metrics.load_state(state_with_prefix(measured, "metrics."));
  if (options_.gradients().accumulate > 1)
    load_gradients(*model_.ptr(), state_with_prefix(measured, "gradients."));
  return batches;
}

EpochRecord Trainer::train_epoch(const data::Dataset& train, const StateMap& measured) {
  auto& progress = *progress_;
  const Stopwatch watch(progress.seconds);
  const auto batches = start_epoch(train, measured);
  auto& [losses, metrics] = *progress.under_way;
  const std::function<double()> mean_loss = [&] { return losses.mean(); };
  const std::function<MetricValues()> metric_values = [&] { return metrics.values(); };
  const int64_t interval = step_interval(callbacks_);

  while (progress.step < batches.size() && !progress.stop.requested) {
    const auto result =
        engine_->steps(progress.step, std::min(interval, batches.size() - progress.step));
    losses.record(result.loss, result.outputs.size(0), batches.batch_size());
    if (const auto bad = losses.find_non_finite())
      throw_diverged(*model_.ptr(), *optimizer_, progress.epoch, bad->step, bad->loss);
    metrics.record(result.outputs);
    progress.step += result.loss.numel();
    progress.seconds = watch.seconds();
    notify(
        callbacks_, &Callback::on_step_end,
        StepEnd{progress.epoch, options_.epochs(), progress.step, batches.size(), losses.examples(),
                train.size(), progress.seconds, mean_loss, metric_values, progress.stop});
  }

  EpochRecord record;
  record.epoch = progress.epoch;
  record.train_loss = losses.mean();
  record.train_metrics = metrics.values();
  record.learning_rate = learning_rate(*optimizer_);
  record.seconds = watch.seconds();
  record.examples = losses.examples();
  return record;
}

void Trainer::validate_epoch(const data::Dataset& validation, EpochRecord& record) {
  notify(callbacks_, &Callback::on_validation_start,
         ValidationStart{record.epoch, options_.epochs()});
  const Report report = evaluate(validation);
  record.validation_loss = report.loss;
  record.validation_metrics = report.metrics;
  notify(callbacks_, &Callback::on_validation_end, ValidationEnd{record});
}

Report Trainer::evaluate(const data::Dataset& dataset) {
  if (dataset.size() == 0)
    throw DataError("data set '{}' has no examples to evaluate", dataset.name);
  const ThreadsGuard threads(engine_->threads());
  const torch::NoGradGuard no_grad;
  parameters_->adopt();
  const auto on_device = dataset.to(options_.device());
  model_.ptr()->eval();
  const auto outputs = engine_->predict(on_device.inputs);
  MetricTape metrics(metrics_, on_device.targets, {}, on_device.size());
  metrics.record(outputs);
  const auto loss = loss_.function(outputs, on_device.targets).item<double>();
  return {loss, metrics.values(), outputs.cpu()};
}

/// Of a step's forward pass.
int64_t Trainer::multiply_adds() const {
  int64_t weights = 0;
  for (const auto& parameter : model_.ptr()->parameters()) weights += parameter.numel();
  return weights * options_.batch_size();
}

}  // namespace gradus::training
