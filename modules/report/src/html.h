/// Text of any origin in an HTML page.
#pragma once
#include "gradus/report/text.h"

#include <string>
#include <string_view>

namespace gradus::report {

/// One line of text, shown as it is, in content and in quoted attributes: markup is escaped,
/// control characters become blanks, bytes that are not UTF-8 become `?`.
std::string html(std::string_view line);
std::string html(const Text& text, Language language);

}  // namespace gradus::report
