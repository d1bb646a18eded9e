/// A chapter for other programs; docs/json.md describes it.
#pragma once
#include "gradus/report/chapter.h"

#include <nlohmann/json.hpp>

namespace gradus::demos {

nlohmann::ordered_json to_json(const report::Chapter& chapter, report::Language language);

}  // namespace gradus::demos
