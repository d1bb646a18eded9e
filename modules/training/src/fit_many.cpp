#include "gradus/training/fit_many.h"

#include "gradus/core/error.h"
#include "gradus/core/side_by_side.h"
#include "gradus/core/threads.h"

#include <algorithm>

namespace gradus::training {
namespace {

/// Networks that are trained at the same time.
int64_t workers(const std::vector<Trainer>& trainers, int64_t threads) {
  int64_t widest = 1;
  for (const auto& trainer : trainers) {
    if (trainer.draws()) return 1;
    widest = std::max<int64_t>(widest, trainer.threads());
  }
  return std::max<int64_t>((threads == 0 ? available_processors() : threads) / widest, 1);
}

}  // namespace

std::vector<History> fit_many(std::vector<Trainer>& trainers, const data::Dataset& train,
                              const data::Dataset* validation, int64_t threads) {
  if (threads < 0) throw UsageError("threads = {}: expected at least 0", threads);
  std::vector<History> histories(trainers.size());
  run_side_by_side(std::ssize(trainers), workers(trainers, threads), [&](int64_t i) {
    const auto k = static_cast<size_t>(i);
    try {
      histories[k] = trainers[k].fit(train, validation);
    } catch (const DivergedError& error) {
      throw DivergedError("network {} of {}: {}", i + 1, trainers.size(), error.what());
    }
  });
  return histories;
}

}  // namespace gradus::training
