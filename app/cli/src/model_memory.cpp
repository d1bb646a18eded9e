#include "model_memory.h"

#include "flags.h"
#include "gradus/core/available_memory.h"
#include "gradus/core/error.h"

#include <algorithm>

namespace gradus::cli {
namespace {

constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;

/// Weights and biases; 0 for widths that are no numbers, which the model refuses itself.
double parameters_of(std::string hidden, models::ModelShape shape) {
  std::ranges::replace(hidden, '-', ',');  // both separate widths
  auto inputs = static_cast<double>(shape.in_features);
  double count = 0;
  for (const auto& word : split_list(hidden)) {
    int64_t width = 0;
    if (!parse_integer(word, width) || width < 1) return 0;
    count += (inputs + 1) * static_cast<double>(width);
    inputs = static_cast<double>(width);
  }
  return count + (inputs + 1) * static_cast<double>(shape.out_features);
}

}  // namespace

void require_memory_for(const NamedSettings& model, models::ModelShape shape) {
  const auto hidden = model.settings.values().find("hidden");
  if (hidden == model.settings.values().end()) return;
  constexpr double kCopies = 4, kBytes = sizeof(float);
  const double needed = kCopies * kBytes * parameters_of(hidden->second, shape);
  const auto available = static_cast<double>(available_memory());
  if (needed <= available) return;
  throw UsageError(
      "hidden = {}: weights, gradients and the optimizer's state take {:.1f} GiB of memory, and "
      "{:.1f} GiB are available: choose narrower layers",
      hidden->second, needed / kGiB, available / kGiB);
}

}  // namespace gradus::cli
