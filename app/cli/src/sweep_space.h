/// What a sweep varies, and the points of that space which it tries.
#pragma once
#include "flags.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gradus::cli {

/// One thing that is varied: `lr=0.1,0.01`, `optimizer=adam;sgd:momentum=0.9,nesterov=true` (with a
/// semicolon the commas belong to the values), `lr=log:1e-4:1e-1`, `dropout=uniform:0:0.5`,
/// `batch-size=int:16:256`.
struct Dimension {
  enum class Kind { kChoice, kUniform, kLog, kInteger };
  std::string key;  ///< a flag's, without dashes
  Kind kind = Kind::kChoice;
  std::vector<std::string> choices;
  double low = 0, high = 0;  ///< of a distribution, both included
};

/// Throws `UsageError` for a key that is none of `flags` (the nearest first), a value without a
/// key, no values, and bounds that are none.
Dimension parse_dimension(const std::string& text, const std::vector<Flag>& flags);

/// A value for each dimension, in their order.
using Point = std::vector<std::pair<std::string, std::string>>;

inline constexpr size_t kMaxTrials = 100'000;

/// All combinations, the last dimension fastest. Throws `UsageError` for a distribution and for
/// more than `kMaxTrials`.
std::vector<Point> grid_points(const std::vector<Dimension>& dimensions);

/// `count` points drawn by chance, a function of the seed; of choices alone no point twice, so
/// there may be fewer. Source: Bergstra and Bengio, Random Search for Hyper-Parameter Optimization,
/// 2012.
std::vector<Point> random_points(const std::vector<Dimension>& dimensions, size_t count,
                                 uint64_t seed);

/// What is typed to train with it.
std::vector<std::string> words_of(const Point& point, const std::vector<Flag>& flags);

/// "lr=0.01 hidden=64"
std::string to_text(const Point& point);

}  // namespace gradus::cli
