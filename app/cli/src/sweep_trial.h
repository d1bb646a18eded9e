/// One training of a sweep.
#pragma once
#include "sweep_space.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace gradus::cli {

struct Trial {
  size_t number = 0;  ///< from 1: which point
  size_t rung = 0;    ///< of successive halving, from 0
  Point point;
  std::optional<int64_t> epochs;  ///< where the sweep decides them

  std::optional<double> value;  ///< of the sweep's metric; nothing for one that failed
  std::string reason;           ///< why it failed
  std::string run;              ///< its run folder
  double seconds = 0;

  bool is(const Trial& other) const { return number == other.number && rung == other.rung; }
  /// "trial-003", "trial-003-rung-1": its folder in the sweep's.
  std::string folder() const;
};

nlohmann::ordered_json to_json(const Trial& trial);
/// Throws `nlohmann::json::exception` for anything but what `to_json` makes.
Trial trial_from_json(const nlohmann::ordered_json& json);

}  // namespace gradus::cli
