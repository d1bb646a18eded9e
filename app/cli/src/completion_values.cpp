#include "completion_tree.h"
#include "gradus/core/device.h"
#include "gradus/data/registry.h"
#include "gradus/engine/precision.h"
#include "gradus/engine/step_engine.h"
#include "gradus/interop/python_program.h"
#include "gradus/metrics/metric.h"
#include "gradus/models/activation.h"
#include "gradus/models/registry.h"
#include "gradus/training/callback_registry.h"
#include "gradus/training/learning_rate_schedule.h"
#include "gradus/training/losses.h"
#include "gradus/training/optimizers.h"
#include "gradus/training/random_flip.h"

#include <functional>
#include <map>

namespace gradus::cli {
namespace {

using Words = std::vector<std::string>;

/// Not the devices of the machine that writes the script: it may serve many.
Words device_words() {
  return {"cpu", "cuda", "cuda:0", "mps", "xpu", "auto"};
}

Words monitor_words() {
  auto words = metrics::metric_names();
  words.insert(words.begin(), {"validation_loss", "train_loss"});
  return words;
}

/// By flag, or by the name of an argument.
const std::map<std::string, std::function<Words()>>& known_words() {
  static const std::map<std::string, std::function<Words()>> words = {
      {"--data", [] { return data::registry().names(); }},
      {"DATA", [] { return data::registry().names(); }},
      {"--model", [] { return models::registry().names(); }},
      {"NAME", [] { return models::registry().names(); }},
      {"--activation", [] { return models::activations().names(); }},
      {"--optimizer", training::optimizer_names},
      {"--loss", training::loss_names},
      {"--metrics", metrics::metric_names},
      {"--callback", [] { return training::callbacks().names(); }},
      {"--engine", engine::engine_names},
      {"--precision", engine::precision_names},
      {"--device", device_words},
      {"--format", interop::format_names},
      {"--schedule", training::schedule_names},
      {"--image-fit", [] { return Words{"stretch", "crop", "pad"}; }},
      {"--image-mode", [] { return Words{"auto", "grey", "rgb"}; }},
      {"--task", [] { return Words{"auto", "classification", "regression"}; }},
      {"--header", [] { return Words{"auto", "yes", "no"}; }},
      {"--missing", [] { return Words{"error", "drop", "mean"}; }},
      {"--part", [] { return Words{"train", "validation", "test", "all"}; }},
      {"--flip", training::flip_names},
      {"--weight-decay-on", [] { return Words{"all", "weights"}; }},
      {"--class-weights", [] { return Words{"balanced"}; }},
      {"--monitor", monitor_words},
      {"--metric", monitor_words},
      {"--search", [] { return Words{"grid", "random", "halving"}; }},
      {"--lang", [] { return Words{"en", "zh"}; }},
      {"SHELL", [] { return Words{"bash", "zsh", "fish"}; }}};
  return words;
}

}  // namespace

CompletionValues completion_values(const std::string& flag, const std::string& placeholder) {
  CompletionValues values;
  const auto found = known_words().find(flag);
  if (found != known_words().end()) values.words = found->second();
  values.files = placeholder == "FILE" || placeholder == "DATA" || placeholder == "PATH";
  values.folders = placeholder == "DIR" || placeholder == "RUN";
  return values;
}

}  // namespace gradus::cli
