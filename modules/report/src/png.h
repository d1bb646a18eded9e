/// Pictures as PNG files in memory.
#pragma once
#include "gradus/report/summaries.h"

#include <string>

namespace gradus::report {

/// Throws `std::invalid_argument` for a picture whose pixels are not width × height × channels.
std::string encode_png(const Picture& picture);

}  // namespace gradus::report
