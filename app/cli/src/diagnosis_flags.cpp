#include "diagnosis_flags.h"

#include "gradus/core/error.h"
#include "gradus/training/profile.h"

namespace gradus::cli {
namespace {

constexpr int64_t kDefaultSteps = 50;

}  // namespace

void add_diagnosis_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Looking inside");
  flags.add_switch(app, "--layer-statistics",
                   "Outputs, gradients and changes layer by layer, with dead units and vanishing "
                   "gradients in words; kept as statistics.json");
  flags.add_switch(app, "--profile",
                   "Time and memory of the parts of a step, and trace.json for ui.perfetto.dev");
  flags.add(app, "--profile-steps", "N",
            fmt::format("Steps that the profile follows near the beginning, 1 to {} [{}]",
                        training::Profile::kMaxSteps, kDefaultSteps));
}

DiagnosisRequest read_diagnosis_flags(const Flags& flags) {
  DiagnosisRequest request;
  request.layer_statistics = flags.on("--layer-statistics");
  const auto steps =
      flags.integer("--profile-steps", kDefaultSteps, {1, training::Profile::kMaxSteps});
  if (flags.on("--profile")) {
    request.profiled_steps = steps;
  } else if (flags.typed("--profile-steps")) {
    throw UsageError("--profile-steps {} says how long to profile: add --profile", steps);
  }
  return request;
}

}  // namespace gradus::cli
