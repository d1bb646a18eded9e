/// Curves made ready for drawing.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace gradus::report {

struct Line {
  std::vector<double> x, y;
};

/// At most `most` of the points, ends included.
Line thinned(const Line& line, size_t most);

/// With a corner between each two points, so that y holds until x has changed.
Line stepped(const Line& line);

/// y at `x`, linear between points; `line.x` ascends. Where x repeats, its last point counts.
double value_at(const Line& line, double x);

/// The mean of the lines' y at `count` places from 0 to 1.
Line mean_line(std::span<const Line> lines, size_t count);

}  // namespace gradus::report
