#include "step_flags.h"

namespace gradus::cli {
namespace {

/// Below, every step is cut to nothing; above, float32 has overflown before.
constexpr Range<double> kBounds{1e-12, 1e12};
constexpr Range<int64_t> kBatches{1, 1'000'000};

}  // namespace

void add_step_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Gradients");
  flags.add(app, "--clip-norm", "NORM",
            "Shrink the gradient of all weights to at most this 2-norm");
  flags.add(app, "--clip-value", "VALUE", "Cut each number of the gradient to [-VALUE, VALUE]");
  flags.add(app, "--accumulate", "N", "Batches whose gradients make one step [1]");
  flags.add(app, "--weight-decay-on", "WHICH",
            "What weight decay pulls at: all, or weights (not biases and normalizations) [all]");
  flags.add_switch(
      app, "--deterministic",
      "The same bits from every run on a card too, at some speed; on the CPU runs with "
      "the same number of threads are alike anyway");
}

StepRequest read_step_flags(const Flags& flags) {
  StepRequest request;
  request.gradients.clip_norm = flags.optional_real("--clip-norm", kBounds).value_or(0);
  request.gradients.clip_value = flags.optional_real("--clip-value", kBounds).value_or(0);
  request.gradients.accumulate = flags.integer("--accumulate", 1, kBatches);
  request.decay_all = flags.choice("--weight-decay-on", "all", {"all", "weights"}) == "all";
  request.deterministic = flags.on("--deterministic");
  return request;
}

}  // namespace gradus::cli
