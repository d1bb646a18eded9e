/// A panel's decision region or curves in a terminal's characters.
#pragma once
#include "gradus/report/panel.h"
#include "gradus/report/terminal.h"

#include <string>

namespace gradus::report {

/// At most 72 columns and 16 rows, framed, with the axes' ends and a legend: a region in half-block
/// characters (colours where allowed, else a letter a class), with the panel's points on it; curves
/// in quadrant blocks (ASCII where the terminal has no Unicode). Empty for a panel that has
/// neither.
std::string terminal_view(const Panel& panel, const Terminal& terminal, Language language);

}  // namespace gradus::report
