// Trainer::state and load_state: what a checkpoint holds of a training.
#include "generator_state.h"
#include "gradus/checkpoint/module_state.h"
#include "gradus/core/error.h"
#include "history_state.h"
#include "optimizer_state.h"
#include "progress.h"

#include <set>

namespace gradus::training {
namespace {

std::string callback_prefix(const Callback& callback) {
  return "callback." + callback.state_name() + ".";
}

StateMap copies(const StateMap& state) {
  StateMap result;
  for (const auto& [name, tensor] : state) result[name] = tensor.detach().cpu().clone();
  return result;
}

StateMap gradients_of(const torch::nn::Module& model) {
  StateMap gradients;
  for (const auto& parameter : model.named_parameters())
    if (parameter.value().grad().defined()) gradients[parameter.key()] = parameter.value().grad();
  return copies(gradients);
}

void add_callbacks(StateMap& state, const std::vector<std::shared_ptr<Callback>>& callbacks) {
  std::set<std::string> names;
  for (const auto& callback : callbacks) {
    const auto name = callback->state_name();
    if (name.empty()) continue;
    if (!names.insert(name).second)
      throw UsageError("two callbacks keep their state as '{}': give each a name of its own", name);
    add_state(state, callback_prefix(*callback), callback->state());
  }
}

}  // namespace

StateMap Trainer::state() const {
  const Progress none;
  const Progress& progress = progress_ ? *progress_ : none;
  StateMap state = {{"trainer.epoch", integer_state(progress.epoch)},
                    {"trainer.step", integer_state(progress.step)},
                    {"trainer.seconds", number_state(progress.seconds)}};
  if (progress.stop.requested && !progress.stop.interrupted)
    state["trainer.stopped"] = text_state(progress.stop.reason);
  add_state(state, "model.", copies(checkpoint::state_of(*model_.ptr())));
  add_state(state, "optimizer.", optimizer_state(*optimizer_, *model_.ptr(), *parameters_));
  add_state(state, "", generator_state(options_.device()));
  add_state(state, "history.", history_state(progress.history));
  if (progress.under_way) {
    // Between the batches of an accumulation, the gradients hold what has come together.
    if (options_.gradients().accumulate > 1)
      add_state(state, "epoch.gradients.", gradients_of(*model_.ptr()));
    add_state(state, "epoch.losses.", progress.under_way->losses.state());
    add_state(state, "epoch.metrics.", progress.under_way->metrics.state());
  }
  add_callbacks(state, callbacks_);
  return state;
}

void Trainer::load_state(StateMap state) {
  auto progress = std::make_unique<Progress>();
  progress->epoch = state_integer(state, "trainer.epoch");
  progress->step = state_integer(state, "trainer.step");
  progress->seconds = state_number(state, "trainer.seconds");
  if (progress->epoch < 1 || progress->step < 0)
    throw CheckpointError("epoch {}, step {}: no place in a training", progress->epoch,
                          progress->step);
  if (state.contains("trainer.stopped")) progress->stop.ask(state_text(state, "trainer.stopped"));
  progress->history = history_of(state_with_prefix(state, "history."));

  // Each checks itself whole before it changes; the model comes last.
  const auto before = optimizer_state(*optimizer_, *model_.ptr(), *parameters_);
  load_optimizer(*optimizer_, *model_.ptr(), *parameters_, state_with_prefix(state, "optimizer."));
  try {
    checkpoint::load_state(*model_.ptr(), state_with_prefix(state, "model."));
  } catch (...) {
    load_optimizer(*optimizer_, *model_.ptr(), *parameters_, before);
    throw;
  }
  progress_ = std::move(progress);
  loaded_ = std::move(state);
}

void load_gradients(const torch::nn::Module& model, const StateMap& state) {
  const torch::NoGradGuard no_gradient;
  for (const auto& parameter : model.named_parameters()) {
    const auto& gradient = parameter.value().grad();
    if (gradient.defined()) gradient.copy_(state_tensor(state, parameter.key()));
  }
}

void Trainer::load_callbacks(const StateMap& loaded) {
  for (const auto& callback : callbacks_) {
    if (callback->state_name().empty()) continue;
    const auto state = state_with_prefix(loaded, callback_prefix(*callback));
    if (!state.empty()) callback->load_state(state);
  }
}

}  // namespace gradus::training
