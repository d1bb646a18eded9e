#include "sweep_space.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace gradus::cli {
namespace {

const std::map<std::string, Dimension::Kind> kDistributions = {
    {"uniform", Dimension::Kind::kUniform},
    {"log", Dimension::Kind::kLog},
    {"int", Dimension::Kind::kInteger}};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

void check_key(const std::string& key, const std::vector<Flag>& flags) {
  std::vector<std::string> keys;
  for (const auto& flag : flags) keys.push_back(flag.key());
  if (std::ranges::find(keys, key) == keys.end())
    throw UsageError("--vary: {}", unknown_name_message("option of train", key, keys));
}

/// `log:1e-4:1e-1` after its key; false for anything else.
bool parse_distribution(const std::string& text, Dimension& dimension) {
  const auto parts = split(text, ':');
  const auto kind = kDistributions.find(parts.front());
  if (kind == kDistributions.end()) return false;
  dimension.kind = kind->second;
  const bool numbers = parts.size() == 3 && parse_real(parts[1], dimension.low) &&
                       parse_real(parts[2], dimension.high) && std::isfinite(dimension.low) &&
                       std::isfinite(dimension.high) && dimension.low < dimension.high;
  if (!numbers || (dimension.kind == Dimension::Kind::kLog && dimension.low <= 0)) {
    throw UsageError("--vary {}={}: expected {}:LOW:HIGH with LOW below HIGH{}", dimension.key,
                     text, parts.front(),
                     dimension.kind == Dimension::Kind::kLog ? " and above 0" : "");
  }
  return true;
}

/// The same on every machine, unlike std::uniform_real_distribution.
double unit_draw(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

std::string draw(const Dimension& dimension, std::mt19937_64& random) {
  const double u = unit_draw(random);
  const double width = dimension.high - dimension.low;
  switch (dimension.kind) {
    case Dimension::Kind::kUniform:
      return fmt::format("{:.6g}", dimension.low + u * width);
    case Dimension::Kind::kLog:
      return fmt::format("{:.6g}", dimension.low * std::pow(dimension.high / dimension.low, u));
    case Dimension::Kind::kInteger:
      return fmt::format("{:.0f}", std::floor(dimension.low + u * (width + 1)));
    default:
      return dimension
          .choices[static_cast<size_t>(u * static_cast<double>(dimension.choices.size()))];
  }
}

size_t grid_size(const std::vector<Dimension>& dimensions) {
  size_t size = 1;
  for (const auto& dimension : dimensions)
    size = std::min(size * dimension.choices.size(), kMaxTrials + 1);
  return size;
}

}  // namespace

Dimension parse_dimension(const std::string& text, const std::vector<Flag>& flags) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UsageError("--vary {}: expected KEY=VALUES, as in lr=0.1,0.01 or lr=log:1e-4:1e-1", text);
  }
  Dimension dimension;
  dimension.key = text.substr(0, equals);
  check_key(dimension.key, flags);
  const auto values = text.substr(equals + 1);
  if (parse_distribution(values, dimension)) return dimension;
  dimension.choices = split(values, values.find(';') == std::string::npos ? ',' : ';');
  if (std::ranges::count(dimension.choices, "") > 0)
    throw UsageError("--vary {}: a value is empty: expected values joined by commas", text);
  return dimension;
}

std::vector<Point> grid_points(const std::vector<Dimension>& dimensions) {
  for (const auto& dimension : dimensions) {
    if (dimension.kind != Dimension::Kind::kChoice) {
      throw UsageError("--vary {}: a grid takes values, not a distribution: use --search random",
                       dimension.key);
    }
  }
  if (grid_size(dimensions) > kMaxTrials) {
    throw UsageError("the grid has more than {} points: vary less, or use --search random",
                     kMaxTrials);
  }
  std::vector<Point> points(1);
  for (const auto& dimension : dimensions) {
    std::vector<Point> longer;
    for (const auto& point : points) {
      for (const auto& choice : dimension.choices) {
        longer.push_back(point);
        longer.back().emplace_back(dimension.key, choice);
      }
    }
    points = std::move(longer);
  }
  return points;
}

std::vector<Point> random_points(const std::vector<Dimension>& dimensions, size_t count,
                                 uint64_t seed) {
  std::mt19937_64 random(seed);
  const bool finite = std::ranges::all_of(
      dimensions, [](const Dimension& d) { return d.kind == Dimension::Kind::kChoice; });
  std::vector<Point> points;
  if (finite && grid_size(dimensions) <= kMaxTrials) {
    points = grid_points(dimensions);
    for (size_t i = points.size(); i > 1; --i)
      std::swap(points[i - 1],
                points[static_cast<size_t>(unit_draw(random) * static_cast<double>(i))]);
    points.resize(std::min(count, points.size()));
    return points;
  }
  while (points.size() < count) {
    auto& point = points.emplace_back();
    for (const auto& dimension : dimensions)
      point.emplace_back(dimension.key, draw(dimension, random));
  }
  return points;
}

std::vector<std::string> words_of(const Point& point, const std::vector<Flag>& flags) {
  std::vector<std::string> words;
  for (const auto& [key, value] : point) {
    const auto flag = std::ranges::find(flags, key, &Flag::key);
    if (flag->kind != Flag::Kind::kSwitch) {
      words.insert(words.end(), {flag->name, value});
    } else {
      words.push_back(value == "false" || value == "no" ? "--no-" + key : "--" + key);
    }
  }
  return words;
}

std::string to_text(const Point& point) {
  std::string text;
  for (const auto& [key, value] : point)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, value);
  return text;
}

}  // namespace gradus::cli
