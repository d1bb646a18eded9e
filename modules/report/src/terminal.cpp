#include "gradus/report/terminal.h"

#include "gradus/core/settings.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <string_view>

namespace gradus::report {
namespace {

constexpr int kDefaultWidth = 80;
constexpr int64_t kMaxWidth = 10'000;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int width_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int64_t columns = 0;
  const bool given = parse_integer(environment("COLUMNS"), columns);
  return given && columns > 0 && columns <= kMaxWidth ? static_cast<int>(columns) : kDefaultWidth;
}

bool locale_is_utf8() {
  std::string_view locale;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    locale = environment(name);
    if (!locale.empty()) break;
  }
  std::string letters;
  for (const char c : locale) {
    if (c != '-') letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return letters.find("utf8") != std::string::npos;
}

}  // namespace

Terminal Terminal::of(int descriptor) {
  const std::string_view term = environment("TERM");
  Terminal terminal;
  terminal.interactive = ::isatty(descriptor) == 1 && !term.empty() && term != "dumb";
  terminal.width = width_of(descriptor);
  terminal.colour = terminal.interactive && environment("NO_COLOR").empty();
  terminal.unicode = locale_is_utf8();
  return terminal;
}

}  // namespace gradus::report
