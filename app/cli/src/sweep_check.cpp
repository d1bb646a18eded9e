#include "sweep_check.h"

#include "checkpoint_flags.h"
#include "command.h"
#include "gradus/core/error.h"
#include "gradus/metrics/metric.h"
#include "gradus/models/registry.h"
#include "train_request.h"

#include <algorithm>
#include <set>

namespace gradus::cli {
namespace {

void read_as_train_does(std::vector<std::string> words) {
  CLI::App app;
  const auto train = make_train_command();
  train->declare(app);
  std::ranges::reverse(words);  // as CLI11 takes them
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    throw UsageError("--vary: {}", error.what());
  }
  const auto request = read_train_flags(train->flags());
  read_checkpoint_flags(train->flags());
  models::model_traits(request.model.name);
}

void check_metric(const training::Monitor& monitor) {
  auto name = monitor.name();
  for (const std::string_view part : {"validation_", "train_"}) {
    if (name.starts_with(part)) name = name.substr(part.size());
  }
  constexpr int64_t kManyClasses = 1'000'000;  // how many there are is not known yet
  if (name != "loss" && std::ranges::count(metrics::metric_names(), name) == 0)
    metrics::make_metric(name, kManyClasses);
}

}  // namespace

void check_sweep(const SweepOptions& options, const std::vector<Flag>& train_flags) {
  check_metric(options.monitor);
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& point : options.points) {
    bool is_new = false;
    for (const auto& value : point) is_new = seen.insert(value).second || is_new;
    if (!is_new) continue;
    auto words = options.shared;
    std::ranges::copy(words_of(point, train_flags), std::back_inserter(words));
    read_as_train_does(std::move(words));
  }
}

}  // namespace gradus::cli
