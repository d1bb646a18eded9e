#include "sweep_search.h"

#include <algorithm>
#include <cmath>

namespace gradus::cli {
namespace {

std::vector<Trial> trials_of(const std::vector<Point>& points) {
  std::vector<Trial> trials;
  for (const auto& point : points) {
    Trial trial;
    trial.number = trials.size() + 1;
    trial.point = point;
    trials.push_back(std::move(trial));
  }
  return trials;
}

/// The same on another rung, where it may go on in its run.
Trial on_rung(const Trial& trial, size_t rung, int64_t epochs) {
  Trial next;
  next.number = trial.number;
  next.point = trial.point;
  next.run = trial.run;
  next.rung = rung;
  next.epochs = epochs;
  return next;
}

}  // namespace

int64_t Rungs::epochs_of(size_t rung) const {
  const auto share = std::pow(static_cast<double>(eta), static_cast<double>(count - 1 - rung));
  return std::max<int64_t>(1, std::llround(static_cast<double>(epochs) / share));
}

size_t Rungs::promoted(size_t trials) const {
  return std::max<size_t>(1, trials / eta);
}

size_t default_rungs(size_t trials, size_t eta, int64_t epochs) {
  size_t rungs = 1;
  while (trials >= eta && epochs >= static_cast<int64_t>(eta)) {
    trials /= eta;
    epochs /= static_cast<int64_t>(eta);
    ++rungs;
  }
  return rungs;
}

bool search_all(const std::vector<Point>& points, const RunTrials& run) {
  return run(trials_of(points)).has_value();
}

bool search_by_halving(const std::vector<Point>& points, const Rungs& rungs, const RunTrials& run,
                       const Rank& rank) {
  auto trials = trials_of(points);
  for (size_t rung = 0; rung < rungs.count; ++rung) {
    for (auto& trial : trials) trial = on_rung(trial, rung, rungs.epochs_of(rung));
    auto results = run(trials);
    if (!results) return false;
    rank(*results);
    std::erase_if(*results, [](const Trial& trial) { return !trial.value; });
    results->resize(std::min(results->size(), rungs.promoted(trials.size())));
    trials = std::move(*results);
  }
  return true;
}

}  // namespace gradus::cli
