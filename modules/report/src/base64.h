/// Bytes as text, for data that stands inside a page.
#pragma once
#include <string>
#include <string_view>

namespace gradus::report {

/// RFC 4648, section 4: with padding, without line ends.
std::string base64(std::string_view bytes);

}  // namespace gradus::report
