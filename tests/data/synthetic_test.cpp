#include "gradus/core/error.h"
#include "gradus/data/load.h"

#include <numbers>

#include "catch.h"

using namespace gradus;
using data::Dataset;
using data::load_data;

namespace {

Dataset train(const std::string& request) {
  return load_data(request).train;
}

torch::Tensor radius(const Dataset& d) {
  return d.inputs.norm(2, 1);
}

torch::Tensor labels(std::vector<int64_t> values) {
  return torch::tensor(values, torch::kInt64);
}

}  // namespace

TEST_CASE("Gates are their truth tables, row by row") {
  const auto rows = torch::tensor({{0.F, 0.F}, {0.F, 1.F}, {1.F, 0.F}, {1.F, 1.F}});
  const std::vector<std::pair<std::string, std::vector<int64_t>>> gates = {
      {"and", {0, 0, 0, 1}}, {"or", {0, 1, 1, 1}},   {"nand", {1, 1, 1, 0}},
      {"nor", {1, 0, 0, 0}}, {"xnor", {1, 0, 0, 1}}, {"gate:kind=xor", {0, 1, 1, 0}},
  };
  for (const auto& [name, outputs] : gates) {
    INFO(name);
    const auto gate = load_data(name);
    CHECK(torch::equal(gate.train.inputs, rows));
    CHECK(torch::equal(gate.train.targets, labels(outputs)));
    CHECK_FALSE(gate.test);
  }
}

TEST_CASE("A gate with more examples repeats its table, and noise moves inputs alone") {
  const auto gate = train("and:n=8,noise=0.1");
  CHECK(torch::equal(gate.targets, labels({0, 0, 0, 1, 0, 0, 0, 1})));
  CHECK_FALSE(torch::equal(gate.inputs[0], gate.inputs[4]));
  CHECK((gate.inputs[7] - 1).abs().max().item<float>() < 0.6F);
}

TEST_CASE("A synthetic set is a function of its seed, and its test part is drawn anew") {
  const auto once = load_data("moons:n=50,test=50,seed=3");
  const auto again = load_data("moons:n=50,test=50,seed=3");
  CHECK(torch::equal(once.train.inputs, again.train.inputs));
  CHECK(torch::equal(once.test->inputs, again.test->inputs));
  CHECK_FALSE(torch::equal(once.train.inputs, once.test->inputs));
  CHECK_FALSE(torch::equal(once.train.inputs, train("moons:n=50,seed=4").inputs));
}

TEST_CASE("The counts are those asked for, classes as equal as can be") {
  const auto loaded = load_data("spirals:arms=3,n=100,test=7");
  CHECK(torch::equal(data::class_counts(loaded.train), labels({34, 33, 33})));
  CHECK(loaded.test->size() == 7);
  CHECK_FALSE(load_data("spirals:test=0").test);
  CHECK(train("blobs:n=1").size() == 1);
}

TEST_CASE("Options out of range are refused with the value") {
  CHECK_THROWS_MESSAGE(load_data("moons:n=0"), UsageError, "n=0");
  CHECK_THROWS_MESSAGE(load_data("moons:n=1e9"), UsageError, "n=1e9");
  CHECK_THROWS_MESSAGE(load_data("moons:noise=-1"), UsageError, "noise=-1");
  CHECK_THROWS_MESSAGE(load_data("spirals:arms=1"), UsageError, "arms=1");
  CHECK_THROWS_MESSAGE(load_data("gate:kind=nxor"), UsageError, "unknown kind 'nxor'");
}

TEST_CASE("Circles and rings lie on their radii") {
  const auto circles = train("circles:noise=0,factor=0.3");
  CHECK(torch::allclose(radius(circles), 1 - 0.7 * circles.targets.to(torch::kFloat32)));
  const auto rings = train("rings:rings=4,noise=0");
  CHECK(torch::allclose(radius(rings), (rings.targets.to(torch::kFloat32) + 1) / 4));
}

TEST_CASE("Moons are two half circles") {
  const auto moons = train("moons:noise=0");
  const auto upper = moons.inputs.index_select(0, (moons.targets == 0).nonzero().squeeze(1));
  const auto lower = moons.inputs.index_select(0, (moons.targets == 1).nonzero().squeeze(1));
  CHECK(torch::allclose(upper.norm(2, 1), torch::ones({500})));
  CHECK(upper.select(1, 1).min().item<float>() >= -1e-6);
  CHECK(torch::allclose((lower - torch::tensor({1.F, 0.5F})).norm(2, 1), torch::ones({500})));
  CHECK(lower.select(1, 1).max().item<float>() <= 0.5F + 1e-6);
}

TEST_CASE("Spiral arms follow r = 0.1 + 0.9 t at the angle 2 pi (turns t + arm / arms)") {
  const auto d = train("spirals:arms=3,turns=1.5,noise=0");
  const auto t = (radius(d) - 0.1) / 0.9;
  CHECK(t.min().item<float>() >= -1e-5);
  CHECK(t.max().item<float>() <= 1 + 1e-5);
  const auto angle = 2 * std::numbers::pi * (1.5 * t + d.targets.to(torch::kFloat32) / 3);
  const auto wanted = torch::stack({angle.cos(), angle.sin()}, 1);
  CHECK(torch::allclose(d.inputs / radius(d).unsqueeze(1), wanted, 1e-4, 1e-3));
}

TEST_CASE("XOR and checkerboard fields alternate") {
  const auto d = train("xor:noise=0");
  const auto product = d.inputs.select(1, 0) * d.inputs.select(1, 1);
  CHECK(torch::equal((product < 0).to(torch::kInt64), d.targets));
  const auto board = train("checkerboard:cells=2");
  const auto same = board.inputs.select(1, 0) * board.inputs.select(1, 1) > 0;
  CHECK(torch::equal(same.logical_not().to(torch::kInt64), board.targets));
  CHECK(train("checkerboard:cells=6").inputs.abs().max().item<float>() <= 1);
}

TEST_CASE("Blobs share their centres between training and test") {
  const auto loaded = load_data("blobs:centers=4,features=5,noise=0,seed=9");
  CHECK(loaded.train.features() == 5);
  CHECK(loaded.train.feature_names.size() == 5);
  CHECK(torch::equal(loaded.train.inputs.narrow(0, 0, 4), loaded.test->inputs.narrow(0, 0, 4)));
  const auto noisy = train("blobs:centers=4,features=5,noise=0.5,n=4000,seed=9");
  const auto spread =
      (noisy.inputs - train("blobs:centers=4,features=5,noise=0,n=4000,seed=9").inputs);
  CHECK(spread.std().item<float>() == Approx(0.5).epsilon(0.02));
}

TEST_CASE("Functions without noise are what they are called") {
  const auto check = [](const std::string& kind, auto function) {
    INFO(kind);
    const auto d = train("function:noise=0,kind=" + kind);
    CHECK(d.task == data::Task::kRegression);
    CHECK(torch::allclose(d.targets, function(d.inputs), 1e-4, 1e-5));
  };
  check("sine", [](const torch::Tensor& x) { return torch::sin(std::numbers::pi * x); });
  check("absolute", [](const torch::Tensor& x) { return torch::abs(x); });
  check("step", [](const torch::Tensor& x) { return torch::where(x > 0, 1.0, 0.0); });
  check("cubic", [](const torch::Tensor& x) { return 2 * x * x * x - x; });
  check("linear", [](const torch::Tensor& x) { return x / 2 + 0.25; });
  check("gaussian", [](const torch::Tensor& x) { return torch::exp(-9 * x * x); });
  const auto noisy = train("function:kind=step,n=4000,noise=0.2");
  const auto clean = torch::where(noisy.inputs > 0, 1.0, 0.0);
  CHECK((noisy.targets - clean).std().item<double>() == Approx(0.2).epsilon(0.05));
}
