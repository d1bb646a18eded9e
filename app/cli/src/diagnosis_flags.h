/// The flags that look into a training.
#pragma once
#include "flags.h"

#include <optional>

namespace gradus::cli {

struct DiagnosisRequest {
  bool layer_statistics = false;
  std::optional<int64_t> profiled_steps;
};

void add_diagnosis_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range.
DiagnosisRequest read_diagnosis_flags(const Flags& flags);

}  // namespace gradus::cli
