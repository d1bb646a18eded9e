#include "html.h"

#include "gradus/report/text_width.h"

namespace gradus::report {

std::string html(std::string_view line) {
  std::string escaped;
  for (const char c : printable(line)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string html(const Text& text, Language language) {
  return html(text.in(language));
}

}  // namespace gradus::report
