#include "gradus/data/folds.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using data::Dataset;

namespace {

/// `counts[c]` examples of class c in a mixed order; every input is its own row number.
Dataset with_counts(const std::vector<int64_t>& counts) {
  Dataset d;
  std::vector<torch::Tensor> labels;
  for (size_t c = 0; c < counts.size(); ++c) {
    labels.push_back(torch::full({counts[c]}, static_cast<int64_t>(c), torch::kInt64));
    d.class_names.push_back("c" + std::to_string(c));
  }
  torch::manual_seed(7);
  d.targets = torch::cat(labels);
  d.targets = d.targets.index_select(0, torch::randperm(d.targets.size(0), torch::kInt64));
  d.inputs = torch::arange(d.targets.size(0), torch::kFloat32).unsqueeze(1);
  return d;
}

/// The largest difference between two folds in `counts` ([folds, ...]).
int64_t spread(const torch::Tensor& counts) {
  return (std::get<0>(counts.max(0)) - std::get<0>(counts.min(0))).max().item<int64_t>();
}

}  // namespace

TEST_CASE("Folds hold every example out once, in equal shares of all and of every class") {
  // scikit-learn's promises of StratifiedKFold, over sizes that divide and that do not.
  for (const auto& counts : {std::vector<int64_t>{50, 50, 50}, {7, 5, 9}, {3, 100, 2}, {10, 11}}) {
    for (const int64_t k : {2, 3, 5, 7}) {
      const auto d = with_counts(counts);
      const auto folds = data::stratified_folds(d, k, 1);
      CHECK(folds.fold_of_row.min().item<int64_t>() == 0);
      CHECK(folds.fold_of_row.max().item<int64_t>() == k - 1);
      std::vector<torch::Tensor> sizes, by_class, held_out;
      for (int64_t i = 0; i < k; ++i) {
        const auto parts = folds.split(d, i);
        CHECK(parts.train.size() + parts.held_out.size() == d.size());
        sizes.push_back(torch::tensor({parts.held_out.size()}, torch::kInt64));
        by_class.push_back(data::class_counts(parts.held_out));
        held_out.push_back(parts.held_out.inputs);
        CHECK(torch::equal(torch::cat({parts.train.inputs, parts.held_out.inputs}).sum(),
                           d.inputs.sum()));
      }
      CHECK(spread(torch::stack(sizes)) <= 1);
      CHECK(spread(torch::stack(by_class)) <= 1);
      CHECK(torch::equal(std::get<0>(torch::cat(held_out).squeeze(1).sort()), d.inputs.squeeze(1)));
    }
  }
}

TEST_CASE("Folds are a function of the seed") {
  const auto d = with_counts({20, 30});
  const auto once = data::stratified_folds(d, 5, 3).fold_of_row;
  CHECK(torch::equal(once, data::stratified_folds(d, 5, 3).fold_of_row));
  CHECK_FALSE(torch::equal(once, data::stratified_folds(d, 5, 4).fold_of_row));
}

TEST_CASE("Folds of a regression set have equal sizes") {
  auto d = with_counts({11});
  d.task = data::Task::kRegression;
  d.targets = torch::arange(11, torch::kFloat32).unsqueeze(1);
  const auto folds = data::stratified_folds(d, 4, 0);
  CHECK(
      torch::equal(torch::bincount(folds.fold_of_row), torch::tensor({3, 3, 3, 2}, torch::kInt64)));
  CHECK(folds.note.empty());
}

TEST_CASE("As many folds as examples leave one out at a time") {
  auto d = with_counts({4});
  const auto folds = data::stratified_folds(d, 4, 0);
  for (int64_t i = 0; i < 4; ++i) CHECK(folds.held_out_rows(i).numel() == 1);
}

TEST_CASE("Impossible numbers of folds are refused, and small classes are said, as scikit-learn") {
  const auto d = with_counts({6, 2});
  CHECK_THROWS_MESSAGE(data::stratified_folds(d, 1, 0), UsageError, "folds = 1: expected at least");
  CHECK_THROWS_MESSAGE(data::stratified_folds(d, 9, 0), UsageError, "which is 8");
  // scikit-learn 1.9.1: "n_splits=7 cannot be greater than the number of members in each class."
  CHECK_THROWS_MESSAGE(data::stratified_folds(d, 7, 0), UsageError, "the largest class");
  // scikit-learn 1.9.1 warns: "The least populated class in y has only 2 members".
  CHECK(data::stratified_folds(d, 3, 0).note ==
        "class 'c1' has 2 examples for 3 folds: some folds are without it");
  CHECK(data::stratified_folds(d, 2, 0).note.empty());
  CHECK_THROWS_MESSAGE(data::stratified_folds(d, 2, 0).split(d, 2), UsageError, "expected 0 to 1");
}
