/// The profile of a training's steps for people and programs.
#pragma once
#include "gradus/report/terminal.h"
#include "gradus/training/profile.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gradus::cli {

/// Tables of the parts of a step and of the slowest operators, and the memory. One line where no
/// step was followed.
std::string profile_text(const training::ProfileFigures& figures, const report::Terminal& terminal);

/// profile.json, documented in docs/json.md.
nlohmann::ordered_json profile_document(const training::ProfileFigures& figures);

}  // namespace gradus::cli
