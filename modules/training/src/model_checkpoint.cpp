#include "gradus/training/model_checkpoint.h"

#include "gradus/checkpoint/module_state.h"
#include "gradus/core/error.h"

#include <algorithm>
#include <cmath>

namespace gradus::training {
namespace {

/// Of the time, for copying and for writing each; together less than 1 %.
constexpr double kShareOfTime = 0.005;
/// Of a training that is shorter than that makes sense for.
constexpr double kFreeSeconds = 0.01;
constexpr const char* kModel = "model.";

bool equal(const StateMap& a, const StateMap& b) {
  return std::ranges::all_of(
      a, [&](const auto& entry) { return torch::equal(entry.second, b.at(entry.first)); });
}

/// The model's own tensors go where every saved model has them; where others were measured, these,
/// and the model's own beside the rest.
checkpoint::SavedModel split(checkpoint::SavedModel facts, const StateMap& state,
                             const StateMap& measured) {
  facts.state = state_with_prefix(state, kModel);
  for (const auto& [name, tensor] : state)
    if (!name.starts_with(kModel)) facts.training[name] = tensor;
  if (measured.empty() || equal(measured, facts.state)) return facts;
  add_state(facts.training, kModel, facts.state);
  facts.state = measured;
  return facts;
}

}  // namespace

StateMap training_state(const checkpoint::SavedModel& saved) {
  if (saved.training.empty())
    throw CheckpointError("the saved model '{}' holds no state of its training", saved.model);
  StateMap state = saved.training;
  if (state_with_prefix(state, kModel).empty()) add_state(state, kModel, saved.state);
  return state;
}

ModelCheckpoint::ModelCheckpoint(const Trainer& trainer, const std::filesystem::path& run,
                                 checkpoint::SavedModel facts, ModelCheckpointOptions options)
    : trainer_(trainer),
      folder_(run),
      facts_(std::move(facts)),
      options_(std::move(options)),
      monitor_(options_.monitor),
      best_value_(monitor_.worst()) {
  if (options_.every_epochs < 0)
    throw UsageError("checkpoints every {} epochs: expected at least 1", options_.every_epochs);
  if (!(options_.every_seconds >= 0 && std::isfinite(options_.every_seconds)))
    throw UsageError("checkpoints every {} seconds: expected more than 0", options_.every_seconds);
  if (options_.keep < 1)
    throw UsageError("checkpoints to keep = {}: expected at least 1", options_.keep);
}

void ModelCheckpoint::on_fit_start(const FitStart& event) {
  begun_ = saved_at_ = Clock::now();
  epochs_done_ = event.first_epoch - 1;
  best_value_ = monitor_.worst();
  best_.clear();
  last_.clear();
  pending_best_.reset();
  measured_.clear();
  copy_seconds_ = 0;
  folder_.prune(options_.keep);
}

void ModelCheckpoint::on_step_end(const StepEnd& event) {
  if (event.stop.interrupted || is_due(false)) save();
}

/// Copying the best state costs time too, which `as often as it pays` must not exceed.
bool ModelCheckpoint::may_copy_best() const {
  const bool as_it_pays = options_.every_epochs == 0 && options_.every_seconds == 0;
  return !as_it_pays || may_take(copy_seconds_);
}

void ModelCheckpoint::on_validation_end(const ValidationEnd& event) {
  const auto value = monitor_.value(event.record);
  if (!value || !monitor_.is_better(*value, best_value_) || !may_copy_best()) return;
  const auto start = Clock::now();
  for (const auto& [name, tensor] : checkpoint::state_of(trainer_.model()))
    measured_[name] = tensor.detach().cpu().clone();
  copy_seconds_ += std::chrono::duration<double>(Clock::now() - start).count();
}

void ModelCheckpoint::on_epoch_end(const EpochEnd& event) {
  if (event.stop.interrupted) return;
  epochs_done_ = event.record.epoch;
  // The last state is always kept. After `on_fit_end` it would be another: averaged weights are in
  // their place then, or the best ones.
  const bool last = event.record.epoch == event.epochs || event.stop.requested;
  const bool due = last || is_due(true);
  if (due || may_copy_best()) measure(event.record);
  measured_.clear();
  if (due) save();
}

void ModelCheckpoint::on_fit_end(const FitEnd&) {
  writer_.finish();
}

bool ModelCheckpoint::is_due(bool epoch_ended) const {
  const auto seconds_since = [](Clock::time_point time) {
    return std::chrono::duration<double>(Clock::now() - time).count();
  };
  if (options_.every_seconds > 0 && seconds_since(saved_at_) >= options_.every_seconds) return true;
  if (!epoch_ended || options_.every_seconds > 0) return false;
  if (options_.every_epochs > 0) return epochs_done_ % options_.every_epochs == 0;
  return !writer_.is_busy() && may_take(copy_seconds_) && may_take(writer_.processor_seconds());
}

bool ModelCheckpoint::may_take(double spent) const {
  const std::chrono::duration<double> elapsed = Clock::now() - begun_;
  return spent <= std::max(kFreeSeconds, kShareOfTime * elapsed.count());
}

void ModelCheckpoint::measure(const EpochRecord& record) {
  const auto value = monitor_.value(record);
  if (!value || !monitor_.is_better(*value, best_value_)) return;
  best_value_ = *value;
  best_ = checkpoint::CheckpointFolder::name_of({epochs_done_, 0});
  pending_best_ = take();
  pending_best_->measured = std::move(measured_);
}

ModelCheckpoint::Snapshot ModelCheckpoint::take() {
  const auto start = Clock::now();
  auto state = trainer_.state();
  const auto name = checkpoint::CheckpointFolder::name_of(
      {state_integer(state, "trainer.epoch") - 1, state_integer(state, "trainer.step")});
  copy_seconds_ += std::chrono::duration<double>(Clock::now() - start).count();
  return {name, std::move(state), {}};
}

void ModelCheckpoint::save() {
  auto snapshot = take();
  auto best = std::exchange(pending_best_, std::nullopt);
  if (best && best->name == snapshot.name) {
    snapshot.measured = std::move(best->measured);
    best.reset();
  }
  std::optional<checkpoint::BestCheckpoint> pointer;
  if (!best_.empty()) pointer = {best_, options_.monitor, best_value_};
  last_ = snapshot.name;
  writer_.submit([this, snapshot = std::move(snapshot), best = std::move(best), pointer] {
    if (best) {
      folder_.save(best->name, split(facts_, best->state, best->measured));
      folder_.set_best(*pointer);  // before it may be killed: pruning spares what this names
    }
    folder_.save(snapshot.name, split(facts_, snapshot.state, snapshot.measured));
    if (pointer && folder_.best().value_or(checkpoint::BestCheckpoint()).name != pointer->name)
      folder_.set_best(*pointer);
    folder_.prune(options_.keep);
  });
  saved_at_ = Clock::now();
}

StateMap ModelCheckpoint::state() const {
  return {{"best", text_state(best_)}, {"best_value", number_state(best_value_)}};
}

void ModelCheckpoint::load_state(const StateMap& state) {
  best_ = state_text(state, "best");
  best_value_ = state_number(state, "best_value");
  const auto names = folder_.names();
  if (std::ranges::find(names, best_) != names.end()) return;
  // One that has been removed since keeps no other from being the best.
  best_.clear();
  best_value_ = monitor_.worst();
}

}  // namespace gradus::training
