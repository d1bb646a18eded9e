/// Layer statistics for people and programs.
#pragma once
#include "gradus/report/terminal.h"
#include "gradus/training/layer_figures.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gradus::cli {

/// The last epoch's table, and what is wrong in words. Empty without an epoch.
std::string layer_text(const std::vector<training::EpochFigures>& epochs,
                       const report::Terminal& terminal);

/// statistics.json, documented in docs/json.md.
nlohmann::ordered_json layer_document(const std::vector<training::EpochFigures>& epochs);

}  // namespace gradus::cli
