#include "gradus/data/split.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus;
using data::Dataset;

namespace {

/// `counts[c]` examples of class c; every input is its own row number.
Dataset with_counts(const std::vector<int64_t>& counts) {
  Dataset d;
  std::vector<torch::Tensor> labels;
  for (size_t c = 0; c < counts.size(); ++c) {
    labels.push_back(torch::full({counts[c]}, static_cast<int64_t>(c), torch::kInt64));
    d.class_names.push_back(std::to_string(c));
  }
  d.targets = torch::cat(labels);
  d.inputs = torch::arange(d.targets.size(0), torch::kFloat32).unsqueeze(1);
  return d;
}

std::vector<int64_t> counts_of(const Dataset& d) {
  const auto counts = data::class_counts(d);
  return {counts.data_ptr<int64_t>(), counts.data_ptr<int64_t>() + counts.numel()};
}

}  // namespace

TEST_CASE("A split loses and doubles nothing") {
  const auto d = with_counts({30, 50, 21});
  for (const bool stratified : {true, false}) {
    const auto parts = data::split(d, 0.2, 1, stratified);
    CHECK(parts.held_out.size() == 20);
    const auto all = torch::cat({parts.train.inputs, parts.held_out.inputs}).squeeze(1);
    CHECK(torch::equal(std::get<0>(all.sort()), d.inputs.squeeze(1)));
    CHECK(torch::equal(parts.train.targets,
                       d.targets.index_select(0, parts.train.inputs.squeeze(1).to(torch::kInt64))));
  }
}

TEST_CASE("A stratified split keeps the classes' proportions") {
  const auto parts = data::split(with_counts({1000, 100, 10}), 0.1, 7);
  CHECK(counts_of(parts.held_out) == std::vector<int64_t>{100, 10, 1});
  // 111 of 1110 is exact; here the remainders decide: 2.5, 2.5 and 5 for a total of 10.
  const auto odd = data::split(with_counts({5, 5, 10}), 0.5, 7);
  CHECK(odd.held_out.size() == 10);
  CHECK(counts_of(odd.held_out)[2] == 5);
}

TEST_CASE("Training keeps a class's only example") {
  const auto parts = data::split(with_counts({1, 1, 8}), 0.5, 3);
  CHECK(counts_of(parts.held_out) == std::vector<int64_t>{0, 0, 5});
}

TEST_CASE("Where every class has one example, some are held out all the same") {
  CHECK(data::split(with_counts({1, 1, 1}), 0.4, 3).held_out.size() == 1);
}

TEST_CASE("A split is a function of its seed") {
  const auto d = with_counts({50, 50});
  const auto once = data::split(d, 0.3, 5);
  CHECK(torch::equal(once.train.inputs, data::split(d, 0.3, 5).train.inputs));
  CHECK_FALSE(torch::equal(once.train.inputs, data::split(d, 0.3, 6).train.inputs));
}

TEST_CASE("A regression set splits without classes") {
  auto d = with_counts({10});
  d.task = data::Task::kRegression;
  d.targets = torch::arange(10, torch::kFloat32).unsqueeze(1);
  CHECK(data::split(d, 0.25, 0).held_out.size() == 3);
}

TEST_CASE("Both parts of a split have at least one example") {
  const auto d = with_counts({5});
  CHECK(data::split(d, 0.001, 0).held_out.size() == 1);
  CHECK(data::split(d, 0.999, 0).train.size() == 1);
  CHECK_THROWS_MESSAGE(data::split(with_counts({1}), 0.5, 0), DataError, "cannot be split");
}

TEST_CASE("A held-out fraction outside (0, 1) is refused") {
  for (const double bad : {0.0, 1.0, -0.1, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_MESSAGE(data::split(with_counts({5}), bad, 0), UsageError, "between 0 and 1");
}
