#include "gradus/data/split.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "streams.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gradus::data {
namespace {

/// How many of each class to hold out so that they sum to `total`: the largest remainders get what
/// rounding down leaves over.
std::vector<int64_t> share_out(const std::vector<int64_t>& counts, int64_t total) {
  const double all = static_cast<double>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
  std::vector<int64_t> shares;
  std::vector<std::pair<double, size_t>> remainders;
  for (size_t i = 0; i < counts.size(); ++i) {
    const double exact = static_cast<double>(counts[i]) * static_cast<double>(total) / all;
    // Training keeps one of every class, else it could never be learnt.
    shares.push_back(std::min(static_cast<int64_t>(exact), std::max<int64_t>(counts[i] - 1, 0)));
    remainders.emplace_back(exact - static_cast<double>(shares.back()), i);
  }
  std::ranges::stable_sort(remainders, [](auto& a, auto& b) { return a.first > b.first; });
  int64_t left = total - std::accumulate(shares.begin(), shares.end(), int64_t{0});
  for (const int64_t kept : {1, 0}) {
    for (bool taken = true; left > 0 && taken;) {
      taken = false;
      for (const auto& [remainder, i] : remainders) {
        if (left == 0 || shares[i] >= counts[i] - kept) continue;
        ++shares[i], --left;
        taken = true;
      }
    }
  }
  return shares;
}

/// Marks `held_out` examples, of all of them or class by class; [N] bool.
torch::Tensor choose(const Dataset& dataset, int64_t held_out, uint64_t seed, bool by_class) {
  const auto size = dataset.size();
  const auto order = torch::randperm(size, make_generator(seed, kSplitStream), torch::kInt64);
  auto chosen = torch::zeros({size}, torch::kBool);
  if (!by_class) return chosen.index_fill_(0, order.narrow(0, 0, held_out), 1);
  const auto labels = dataset.targets.cpu().index_select(0, order);
  const auto counts = class_counts(dataset);
  const auto* first = counts.data_ptr<int64_t>();
  const auto shares = share_out({first, first + counts.numel()}, held_out);
  for (size_t i = 0; i < shares.size(); ++i) {
    const auto members = order.masked_select(labels == static_cast<int64_t>(i));
    chosen.index_fill_(0, members.narrow(0, 0, shares[i]), 1);
  }
  return chosen;
}

}  // namespace

Split split(const Dataset& dataset, double held_out_fraction, uint64_t seed, bool stratified) {
  if (!(held_out_fraction > 0 && held_out_fraction < 1)) {
    throw UsageError("held-out fraction {}: expected a number between 0 and 1", held_out_fraction);
  }
  const auto size = dataset.size();
  if (size < 2) {
    throw DataError("{}: {} example(s) cannot be split into training and held-out parts",
                    dataset.name, size);
  }
  const auto wanted = std::llround(static_cast<double>(size) * held_out_fraction);
  const auto held_out = std::clamp<int64_t>(wanted, 1, size - 1);
  const bool by_class = stratified && dataset.task == Task::kClassification;
  const auto chosen = choose(dataset, held_out, seed, by_class);
  return {dataset.subset(chosen.logical_not().nonzero().squeeze(1)),
          dataset.subset(chosen.nonzero().squeeze(1))};
}

}  // namespace gradus::data
