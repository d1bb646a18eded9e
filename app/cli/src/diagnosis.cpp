#include "diagnosis.h"

#include "gradus/checkpoint/atomic_file.h"
#include "gradus/core/error.h"
#include "layer_report.h"
#include "profile.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

constexpr int64_t kDefaultSteps = 50;
constexpr int kStderr = 2;

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

Diagnosis::Diagnosis(const DiagnosisRequest& request, const torch::nn::AnyModule& model,
                     const training::Loss& loss, const data::Dataset& train, torch::Device device) {
  if (request.layer_statistics)
    statistics_ = std::make_shared<training::LayerStatistics>(model, loss, train);
  if (request.profiled_steps)
    profile_ = std::make_shared<training::Profile>(device, *request.profiled_steps);
}

void Diagnosis::watch(training::Trainer& trainer) const {
  if (statistics_) trainer.add(statistics_);
  if (profile_) trainer.add(profile_);
}

std::string Diagnosis::save(const std::filesystem::path& folder) const {
  const auto terminal = report::Terminal::of(kStderr);
  std::string text;
  if (statistics_) {
    const auto& epochs = statistics_->epochs();
    checkpoint::write_file_atomically(folder / "statistics.json",
                                      layer_document(epochs).dump(2) + "\n");
    text += layer_text(epochs, terminal);
  }
  if (profile_) {
    const auto& figures = profile_->figures();
    checkpoint::write_file_atomically(folder / "profile.json",
                                      profile_document(figures).dump(2) + "\n");
    text += profile_text(figures, terminal);
    if (profile_->save_trace(folder / "trace.json")) {
      text += fmt::format("trace of these steps: {}, for ui.perfetto.dev or chrome://tracing\n",
                          (folder / "trace.json").string());
    } else if (figures.steps > 0) {
      text += "no trace: this LibTorch was built without kineto\n";
    }
  }
  return text;
}

}  // namespace gradus::cli
