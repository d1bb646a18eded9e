#include "gradus/metrics/bootstrap.h"

#include "gradus/core/seed.h"
#include "gradus/core/side_by_side.h"
#include "gradus/core/threads.h"
#include "gradus/metrics/quantile.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace gradus::metrics {
namespace {

constexpr uint64_t kBootstrapStream = 0xB007'0000'0000'0000;
constexpr int64_t kResamplesAPiece = 16;

/// How often each example is drawn in resample `index`.
std::vector<uint32_t> draw(int64_t examples, uint64_t seed, int64_t index) {
  auto generator = make_generator(seed, kBootstrapStream + static_cast<uint64_t>(index));
  auto& source = *at::check_generator<at::CPUGeneratorImpl>(generator);
  std::vector<uint32_t> weights(static_cast<size_t>(examples), 0);
  for (int64_t i = 0; i < examples; ++i) {
    // The upper half of a product instead of a division; for 10 million examples a weight's
    // expectation is off by 2 in 1000 at most.
    const uint64_t product = uint64_t{source.random()} * static_cast<uint64_t>(examples);
    ++weights[product >> 32];
  }
  return weights;
}

Interval interval_of(std::vector<double> values, double confidence) {
  const auto drawn = values.size();
  std::erase_if(values, [](double value) { return std::isnan(value); });
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (2 * values.size() < drawn) return {kNone, kNone};
  std::ranges::sort(values);
  const double tail = (1 - confidence) / 2;
  return {sorted_quantile(values, tail), sorted_quantile(values, 1 - tail)};
}

}  // namespace

std::vector<Interval> bootstrap(const std::vector<WeightedScore>& scores, int64_t examples,
                                const BootstrapOptions& options) {
  if (examples < 1 || options.resamples < 1 || !(options.confidence > 0 && options.confidence < 1))
    throw std::invalid_argument("bootstrap: no examples, no resamples, or no such confidence");
  std::vector<std::vector<double>> values(
      scores.size(), std::vector<double>(static_cast<size_t>(options.resamples)));
  const int64_t pieces = (options.resamples + kResamplesAPiece - 1) / kResamplesAPiece;
  const int64_t threads = options.threads > 0 ? options.threads : available_processors();
  run_side_by_side(pieces, threads, [&](int64_t piece) {
    const int64_t end = std::min((piece + 1) * kResamplesAPiece, options.resamples);
    for (int64_t b = piece * kResamplesAPiece; b < end; ++b) {
      const auto weights = draw(examples, options.seed, b);
      for (size_t s = 0; s < scores.size(); ++s)
        values[s][static_cast<size_t>(b)] = scores[s](weights);
    }
  });
  std::vector<Interval> intervals;
  for (auto& column : values)
    intervals.push_back(interval_of(std::move(column), options.confidence));
  return intervals;
}

}  // namespace gradus::metrics
