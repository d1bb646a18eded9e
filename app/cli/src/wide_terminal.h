/// The terminal that tables of results are made for.
#pragma once
#include "gradus/report/terminal.h"

namespace gradus::cli {

/// stdout; where that is no terminal but a file or a pipe, as wide as a table needs.
inline report::Terminal wide_terminal() {
  constexpr int kAsWideAsNeeded = 100'000;
  auto terminal = report::Terminal::of(1);
  if (!terminal.interactive) terminal.width = kAsWideAsNeeded;
  return terminal;
}

}  // namespace gradus::cli
