#include "diagnosis.h"

#include "gradus/checkpoint/atomic_file.h"
#include "layer_report.h"
#include "profile.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gradus::cli {
namespace {

constexpr int kStderr = 2;

}  // namespace

Diagnosis::Diagnosis(const DiagnosisRequest& request, const PreparedRun& run) {
  if (request.layer_statistics) {
    const auto sample = training::LayerStatistics::sample(run.parts.train);
    statistics_ = std::make_shared<training::LayerStatistics>(run.model, run.plan.loss,
                                                              run.standardization.apply(sample));
  }
  if (request.profiled_steps)
    profile_ = std::make_shared<training::Profile>(run.device, *request.profiled_steps);
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
