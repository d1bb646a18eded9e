#include "gradus/data/folds.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "streams.h"

#include <fmt/format.h>

namespace gradus::data {
namespace {

void check_count(const Dataset& dataset, int64_t folds) {
  if (folds < 2) throw UsageError("folds = {}: expected at least 2", folds);
  if (folds <= dataset.size()) return;
  throw UsageError("folds = {}: expected at most the number of examples, which is {}", folds,
                   dataset.size());
}

/// Throws where no class has one example a fold; says it where some have less.
std::string check_classes(const Dataset& dataset, int64_t folds) {
  const auto counts = class_counts(dataset);
  const auto largest = counts.max().item<int64_t>();
  if (folds > largest) {
    throw UsageError("folds = {}: expected at most {}, the examples of the largest class", folds,
                     largest);
  }
  for (int64_t i = 0; i < counts.size(0); ++i) {
    const auto count = counts[i].item<int64_t>();
    if (count == 0 || count >= folds) continue;
    return fmt::format("class '{}' has {} example{} for {} folds: some folds are without it",
                       dataset.class_names[static_cast<size_t>(i)], count, count == 1 ? "" : "s",
                       folds);
  }
  return {};
}

}  // namespace

torch::Tensor Folds::held_out_rows(int64_t fold) const {
  if (fold < 0 || fold >= count) {
    throw UsageError("fold {}: expected 0 to {}", fold, count - 1);
  }
  return (fold_of_row == fold).nonzero().squeeze(1);
}

Split Folds::split(const Dataset& dataset, int64_t fold) const {
  const auto held_out = held_out_rows(fold);
  const auto kept = (fold_of_row != fold).nonzero().squeeze(1);
  return {dataset.subset(kept), dataset.subset(held_out)};
}

Folds stratified_folds(const Dataset& dataset, int64_t folds, uint64_t seed) {
  check_count(dataset, folds);
  Folds result;
  result.count = folds;
  const auto size = dataset.size();
  auto rows = torch::randperm(size, make_generator(seed, kFoldsStream), torch::kInt64);
  if (dataset.task == Task::kClassification) {
    result.note = check_classes(dataset, folds);
    // Dealt out like cards, class after class: each fold gets its share of all and of every class.
    const auto labels = dataset.targets.cpu().index_select(0, rows);
    rows = rows.index_select(0, std::get<1>(labels.sort(/*stable=*/true, 0, false)));
  }
  result.fold_of_row = torch::empty({size}, torch::kInt64);
  result.fold_of_row.index_put_({rows}, torch::arange(size, torch::kInt64).remainder(folds));
  return result;
}

}  // namespace gradus::data
