#include "gradus/data/standardization.h"

#include "gradus/core/error.h"
#include "gradus/data/split.h"

#include "catch.h"

using namespace gradus;
using data::Dataset;
using data::Standardization;

namespace {

Dataset table(const torch::Tensor& inputs) {
  Dataset d;
  d.name = "table";
  d.inputs = inputs;
  d.targets = torch::zeros({inputs.size(0)}, torch::kInt64);
  d.class_names = {"a", "b"};
  return d;
}

}  // namespace

TEST_CASE("Table columns get mean 0 and population deviation 1") {
  const auto d = table(torch::tensor({{1.F, 10.F}, {2.F, 20.F}, {3.F, 60.F}}));
  const auto s = Standardization::fit(d);
  // numpy: std([10, 20, 60]) = 21.602469
  CHECK(s.tensors().at("input_mean")[1].item<float>() == Approx(30));
  CHECK(s.tensors().at("input_std")[1].item<float>() == Approx(21.602469));
  const auto out = s.apply(d.inputs);
  CHECK(torch::allclose(out.mean(0), torch::zeros({2}), 0, 1e-6));
  CHECK(torch::allclose(out.square().mean(0), torch::ones({2})));
  CHECK(torch::equal(d.inputs[0], torch::tensor({1.F, 10.F})));
}

TEST_CASE("Statistics come from the training part alone") {
  torch::manual_seed(0);
  auto d = table(torch::randn({100, 3}));
  const auto parts = data::split(d, 0.2, 0);
  const auto before = Standardization::fit(parts.train).tensors();
  auto spoilt = parts;
  spoilt.held_out.inputs.fill_(1e6);
  const auto after = Standardization::fit(spoilt.train).tensors();
  CHECK(torch::equal(before.at("input_mean"), after.at("input_mean")));
  CHECK(before.at("input_mean")[0].item<float>() ==
        Approx(parts.train.inputs.select(1, 0).mean().item<float>()).margin(1e-6));
}

TEST_CASE("A constant feature is centred and not blown up") {
  const auto d = table(torch::full({7, 2}, 0.1F));
  const auto s = Standardization::fit(d);
  CHECK(torch::equal(s.tensors().at("input_std"), torch::ones({2})));
  CHECK(s.apply(d.inputs).abs().max().item<float>() < 1e-7);
}

TEST_CASE("A mean that is large beside the deviation loses no digits") {
  const auto d = table(torch::tensor({{1e6F}, {1e6F + 1}, {1e6F + 2}}));
  CHECK(Standardization::fit(d).tensors().at("input_std")[0].item<float>() == Approx(0.8164966));
}

TEST_CASE("Images get one mean and one deviation, bytes scaled first") {
  const auto d = table(torch::arange(256, torch::kInt32).to(torch::kUInt8).reshape({4, 8, 8}));
  const auto s = Standardization::fit(d);
  CHECK(s.tensors().at("input_mean").dim() == 0);
  CHECK(s.tensors().at("input_mean").item<float>() == Approx(0.5));
  CHECK(s.tensors().at("input_std").item<float>() == Approx(0.28980515));  // numpy
  const auto out = s.apply(d);
  CHECK(out.inputs.scalar_type() == torch::kFloat32);
  CHECK(out.inputs.sizes() == d.inputs.sizes());
  CHECK(out.inputs.mean().item<float>() == Approx(0).margin(1e-6));
}

TEST_CASE("Float images get one mean and one deviation too, constant ones a deviation of 1") {
  const auto d = table(torch::arange(256, torch::kFloat32).div(255).reshape({4, 8, 8}));
  const auto tensors = Standardization::fit(d).tensors();
  CHECK(tensors.at("input_mean").dim() == 0);
  CHECK(tensors.at("input_std").item<float>() == Approx(0.28980515));
  for (const auto type : {torch::kUInt8, torch::kFloat32}) {
    const auto constant = Standardization::fit(table(torch::full({2, 3, 3}, 7, type)));
    CHECK(constant.tensors().at("input_std").item<float>() == 1);
  }
}

TEST_CASE("Bytes in a table are scaled, and standardized by column") {
  const auto d = table(torch::tensor({{0, 255}, {51, 255}}).to(torch::kUInt8));
  const auto tensors = Standardization::fit(d).tensors();
  CHECK(torch::allclose(tensors.at("input_mean"), torch::tensor({0.1F, 1.F})));
  CHECK(torch::allclose(tensors.at("input_std"), torch::tensor({0.1F, 1.F})));
}

TEST_CASE("More values than fit one chunk give the same statistics") {
  const auto values = torch::arange(3 * 3'000'000, torch::kInt64).remainder(251);
  const auto wanted = values.to(torch::kFloat64).div(255);
  for (const auto type : {torch::kUInt8, torch::kFloat32}) {
    const double scale = type == torch::kUInt8 ? 1 : 255;
    const auto tensors =
        Standardization::fit(table(values.to(type).reshape({3, 1000, 3000}))).tensors();
    CHECK(tensors.at("input_mean").item<float>() == Approx(scale * wanted.mean().item<double>()));
    CHECK(tensors.at("input_std").item<float>() ==
          Approx(scale * wanted.std(false).item<double>()));
  }
}

TEST_CASE("Regression targets are scaled, and outputs brought back to their units") {
  auto d = table(torch::randn({3, 2}));
  d.task = data::Task::kRegression;
  d.targets = torch::tensor({{100.F}, {200.F}, {300.F}});
  const auto s = Standardization::fit(d);
  const auto scaled = s.apply(d);
  CHECK(scaled.targets[0].item<float>() == Approx(-1.2247449));
  CHECK(torch::allclose(s.restore_outputs(scaled.targets), d.targets));
}

TEST_CASE("A classifier's outputs are left alone") {
  const auto s = Standardization::fit(table(torch::randn({3, 2})));
  const auto logits = torch::randn({3, 2});
  CHECK(torch::equal(s.restore_outputs(logits), logits));
}

TEST_CASE("The unfitted standardization only turns bytes into floats") {
  const auto bytes = torch::tensor({{0, 51, 255}}).to(torch::kUInt8);
  CHECK(torch::allclose(Standardization().apply(bytes), torch::tensor({{0.F, 0.2F, 1.F}})));
}

TEST_CASE("Another number of features is refused with both shapes") {
  const auto s = Standardization::fit(table(torch::randn({3, 2})));
  CHECK_THROWS_MESSAGE(s.apply(torch::randn({3, 5})), DataError,
                       "shape 5: the training data had 2 features");
}

TEST_CASE("A standardization survives saving as tensors") {
  auto d = table(torch::randn({9, 2}));
  d.task = data::Task::kRegression;
  d.targets = torch::randn({9, 1});
  const auto s = Standardization::fit(d);
  const auto back = Standardization::from_tensors(s.tensors());
  CHECK(torch::equal(back.apply(d).inputs, s.apply(d).inputs));
  CHECK(torch::equal(back.apply(d).targets, s.apply(d).targets));
}

TEST_CASE("Unusable saved statistics are refused as a broken checkpoint") {
  auto tensors = Standardization::fit(table(torch::randn({3, 2}))).tensors();
  tensors["input_std"] = torch::zeros({2});
  CHECK_THROWS_MESSAGE(Standardization::from_tensors(tensors), CheckpointError, "positive");
  tensors["input_std"] = torch::ones({3});
  CHECK_THROWS_MESSAGE(Standardization::from_tensors(tensors), CheckpointError, "shape");
  tensors["input_std"] = torch::full({2}, std::numeric_limits<float>::quiet_NaN());
  CHECK_THROWS_MESSAGE(Standardization::from_tensors(tensors), CheckpointError, "finite");
  tensors.erase("input_std");
  CHECK_THROWS_MESSAGE(Standardization::from_tensors(tensors), CheckpointError,
                       "'input_std' is missing");
}
