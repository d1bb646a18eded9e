/// Drawing figures in tests.
#pragma once
#include "gradus/report/figure.h"
#include "temporary_folder.h"

#include <string>

namespace gradus::test {

/// The SVG of a figure, whose texts can be searched.
inline std::string svg_of(const report::Figure& figure) {
  const TemporaryFolder folder;
  return read_bytes(report::draw(figure, folder / "figure").svg);
}

inline size_t occurrences(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace gradus::test

/// Ends a test case, saying so, where no gnuplot is installed.
#define SKIP_WITHOUT_GNUPLOT()                 \
  if (!gradus::report::gnuplot_available()) {  \
    WARN("skipped: gnuplot is not installed"); \
    return;                                    \
  }                                            \
  static_cast<void>(0)
