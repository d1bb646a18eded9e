#include "profile.h"

#include "gradus/report/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <array>

namespace gradus::cli {
namespace {

using training::ProfileFigures;
using training::ProfileRow;

/// Of this process, since its start.
int64_t peak_resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return usage.ru_maxrss;
#else
  constexpr int64_t kUnit = 1024;
  return usage.ru_maxrss * kUnit;
#endif
}

std::string bytes_text(double bytes) {
  constexpr double kThousand = 1000;
  for (const char* unit : {"B", "kB", "MB"}) {
    if (bytes < kThousand) return fmt::format("{:.3g} {}", bytes, unit);
    bytes /= kThousand;
  }
  return fmt::format("{:.3g} GB", bytes);
}

std::string rows_table(const std::string& heading, const std::vector<ProfileRow>& rows,
                       const ProfileFigures& figures, const report::Terminal& terminal) {
  report::Table table({heading, "calls a step", "us a step", "share %", "allocated a step"});
  const auto steps = static_cast<double>(figures.steps);
  for (const auto& row : rows) {
    constexpr double kMicrosecond = 1e-6;
    table.add_row({row.name, fmt::format("{:.4g}", static_cast<double>(row.calls) / steps),
                   fmt::format("{:.1f}", row.seconds / steps / kMicrosecond),
                   fmt::format("{:.1f}", 100 * row.seconds / figures.seconds),
                   bytes_text(static_cast<double>(row.allocated) / steps)});
  }
  return table.to_string(terminal);
}

nlohmann::ordered_json to_json(const std::vector<ProfileRow>& rows) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& row : rows) {
    list.push_back({{"name", row.name},
                    {"calls", row.calls},
                    {"seconds", row.seconds},
                    {"allocated_bytes", row.allocated}});
  }
  return list;
}

}  // namespace

std::string profile_text(const ProfileFigures& figures, const report::Terminal& terminal) {
  if (figures.steps == 0) return "no profile: the training ended before its steps were followed\n";
  auto text = fmt::format("profile of {} steps, the profiler's own time included:\n{}",
                          figures.steps, rows_table("part", figures.parts, figures, terminal));
  if (!figures.operators.empty()) {
    text += "slowest operators, each without those that it calls:\n";
    text += rows_table("operator", figures.operators, figures, terminal);
  }
  text += fmt::format(
      "memory: at most {} more from LibTorch than before these steps; {} of the "
      "process at its peak\n",
      bytes_text(static_cast<double>(figures.growth)),
      bytes_text(static_cast<double>(peak_resident_bytes())));
  return text;
}

nlohmann::ordered_json profile_document(const ProfileFigures& figures) {
  return {{"schema_version", 1},
          {"steps", figures.steps},
          {"seconds", figures.seconds},
          {"allocated_bytes", figures.allocated},
          {"largest_growth_bytes", figures.growth},
          {"peak_resident_bytes", peak_resident_bytes()},
          {"parts", to_json(figures.parts)},
          {"operators", to_json(figures.operators)}};
}

}  // namespace gradus::cli
