#include "gradus/data/sampling.h"

#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/data/batches.h"

#include "catch.h"

using namespace gradus;
using data::Batches;
using data::Dataset;
using data::Sampling;
using data::SamplingKind;

namespace {

/// 900 of class a, 90 of b, 10 of c, and none of d; every input is its own row number.
Dataset unbalanced() {
  Dataset d;
  d.name = "unbalanced";
  d.class_names = {"a", "b", "c", "d"};
  d.targets = torch::tensor({0, 1, 2}, torch::kInt64)
                  .repeat_interleave(torch::tensor({900, 90, 10}, torch::kInt64));
  d.inputs = torch::arange(1000, torch::kFloat32).unsqueeze(1);
  return d;
}

torch::Tensor shares(const torch::Tensor& draws, int64_t values) {
  return torch::bincount(draws, {}, values).to(torch::kFloat64) / draws.size(0);
}

}  // namespace

TEST_CASE("Balanced sampling draws each class equally often, and each of its examples too") {
  const auto d = unbalanced();
  const auto sampling = Sampling::of(SamplingKind::kBalanced, d);
  std::vector<torch::Tensor> rows;
  for (int64_t epoch = 0; epoch < 60; ++epoch) {
    rows.push_back(Batches(d, 32, 5, epoch, sampling).order());
  }
  const auto all = torch::cat(rows);
  // Of 60000 draws a share has a standard deviation of sqrt(1/3 × 2/3 / 60000) = 0.0019.
  const auto by_class = shares(d.targets.index_select(0, all), 4);
  CHECK(torch::allclose(by_class, torch::tensor({1 / 3., 1 / 3., 1 / 3., 0.}, torch::kFloat64), 0,
                        0.008));
  const auto of_c = shares(all.masked_select(all >= 990) - 990, 10);
  CHECK(torch::allclose(of_c, torch::full({10}, 0.1, torch::kFloat64), 0, 0.01));
}

TEST_CASE("Weighted draws come as often as the weights say, and never without weight") {
  const auto sampling = Sampling::by_weight(torch::tensor({0.F, 1.F, 0.F, 3.F, 4.F, 0.F}));
  torch::Tensor counts = torch::zeros({6}, torch::kInt64);
  for (uint64_t stream = 0; stream < 10000; ++stream) {
    counts += torch::bincount(sampling.draw(6, make_generator(1, stream)), {}, 6);
  }
  const auto found = counts.to(torch::kFloat64) / 60000;
  // A share of a half has a standard deviation of 0.002.
  CHECK(torch::allclose(found, torch::tensor({0., 0.125, 0., 0.375, 0.5, 0.}, torch::kFloat64), 0,
                        0.008));
  for (const int64_t without : {0, 2, 5}) CHECK(counts[without].item<int64_t>() == 0);
}

TEST_CASE("A sampled order is a function of seed and epoch, in batches of the usual number") {
  const auto d = unbalanced();
  const auto sampling = Sampling::of(SamplingKind::kBalanced, d);
  const Batches batches(d, 300, 1, 2, sampling);
  CHECK(batches.size() == 4);
  CHECK(batches[3].targets.size(0) == 100);
  CHECK(torch::equal(batches.order(), Batches(d, 7, 1, 2, sampling).order()));
  CHECK_FALSE(torch::equal(batches.order(), Batches(d, 300, 1, 3, sampling).order()));
  CHECK_FALSE(torch::equal(batches.order(), Batches(d, 300, 2, 2, sampling).order()));
  const auto batch = batches[1];
  CHECK(torch::equal(d.targets.index_select(0, batch.inputs.squeeze(1).to(torch::kInt64)),
                     batch.targets));
}

TEST_CASE("Sampling by permutation is the usual order") {
  const auto d = unbalanced();
  const auto sampling = Sampling::of(SamplingKind::kPermutation, d);
  CHECK_FALSE(sampling.with_replacement());
  CHECK(torch::equal(Batches(d, 7, 3, 4, sampling).order(), Batches(d, 7, 3, 4).order()));
}

TEST_CASE("Weights that cannot be drawn by are refused, with the example") {
  CHECK_THROWS_MESSAGE(Sampling::by_weight(torch::tensor({1.F, -2.F})), UsageError,
                       "example 1 is -2");
  CHECK_THROWS_MESSAGE(Sampling::by_weight(torch::tensor({1.F, NAN})), UsageError, "nan");
  CHECK_THROWS_MESSAGE(Sampling::by_weight(torch::tensor({INFINITY})), UsageError, "inf");
  CHECK_THROWS_MESSAGE(Sampling::by_weight(torch::zeros({3})), UsageError, "all 0");
  CHECK_THROWS_MESSAGE(Sampling::by_weight(torch::ones({2, 2})), UsageError, "2 dimensions");
  const auto two = Sampling::by_weight(torch::ones({2}));
  CHECK_THROWS_MESSAGE(two.draw(3, make_generator(0, 0)), UsageError, "for 2 examples");
  auto regression = unbalanced();
  regression.task = data::Task::kRegression;
  CHECK_THROWS_MESSAGE(Sampling::of(SamplingKind::kBalanced, regression), UsageError,
                       "'unbalanced' is a regression task");
}

TEST_CASE("Samplings have names") {
  CHECK(data::parse_sampling("balanced") == SamplingKind::kBalanced);
  CHECK(data::parse_sampling("permutation") == SamplingKind::kPermutation);
  CHECK_THROWS_MESSAGE(data::parse_sampling("balance"), UsageError, "did you mean 'balanced'?");
}
