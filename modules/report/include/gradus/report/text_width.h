/// How much room a text takes in a terminal or a figure, and making it fit.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gradus::report {

/// Terminal columns of a UTF-8 text: CJK and emoji take two, combining marks none.
size_t display_width(std::string_view text);

/// The text without what could disturb a terminal or a script: control characters become blanks,
/// bytes that are not UTF-8 become `?`.
std::string printable(std::string_view text);

/// At most `width` columns; a text that is cut ends in `…` (`.` where `unicode` is false).
std::string shorten(std::string_view text, size_t width, bool unicode);

/// Lines of at most `width` columns, broken at blanks; a longer word is shortened.
std::vector<std::string> wrap(std::string_view text, size_t width);

/// The same for running text: also broken between two wide characters, as Chinese is written, but
/// not before a closing mark such as `，`. Nothing is left out but the blanks at line ends.
std::vector<std::string> wrap_any(std::string_view text, size_t width);

}  // namespace gradus::report
