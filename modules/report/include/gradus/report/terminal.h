/// What an output stream can show.
#pragma once

namespace gradus::report {

/// By default what a pipe or a file can show.
struct Terminal {
  bool interactive = false;  ///< a person's terminal that can redraw a line
  int width = 80;            ///< columns
  bool colour = false;       ///< ANSI colours may be used
  bool unicode = false;      ///< characters beyond ASCII may be used

  /// Asks the descriptor (1 or 2) and the environment: `TERM` (`dumb` can neither redraw nor
  /// colour), `NO_COLOR` (no-color.org), `COLUMNS`, and the locale for Unicode (`LC_ALL`,
  /// `LC_CTYPE`, `LANG`; the C locale is ASCII).
  static Terminal of(int descriptor);
};

}  // namespace gradus::report
