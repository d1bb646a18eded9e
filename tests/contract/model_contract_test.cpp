// What every model must do, built-in or a user's: a new one is tested by being registered.
#include "gradus/core/error.h"
#include "gradus/core/seed.h"
#include "gradus/models/registry.h"
#include "gradus/models/summary.h"

#include <ATen/Parallel.h>
#include <torch/nn/functional/loss.h>
#include <torch/optim/adam.h>
#include <torch/serialize.h>

#include <numeric>
#include <optional>
#include <sstream>

#include "catch.h"

using gradus::models::make_model;
using gradus::models::ModelShape;

namespace {

torch::nn::AnyModule make(const std::string& name, ModelShape shape, uint64_t seed) {
  gradus::seed_everything(seed);
  return make_model(name, shape);
}

/// Nothing where the model, a two-class one, says in a clear line that it cannot have this shape.
std::optional<torch::nn::AnyModule> try_make(const std::string& name, ModelShape shape) {
  try {
    return make(name, shape, 1);
  } catch (const gradus::UsageError& error) {
    if (shape.out_features == 2) throw;
    CHECK_THAT(error.what(), ContainsSubstring("2 classes"));
    return std::nullopt;
  }
}

/// Points of class k around k's corner of a cube: a line separates each class from the others.
std::pair<torch::Tensor, torch::Tensor> separable_batch(ModelShape shape) {
  const auto targets = torch::arange(32).remainder(shape.out_features);
  const auto corners = 2 * torch::eye(shape.out_features, shape.in_features);
  return {corners.index_select(0, targets) + 0.1 * torch::randn({32, shape.in_features}), targets};
}

torch::Tensor classification_loss(const torch::Tensor& outputs, const torch::Tensor& targets) {
  namespace F = torch::nn::functional;
  if (outputs.size(1) > 1) return F::cross_entropy(outputs, targets);
  return F::binary_cross_entropy_with_logits(outputs.squeeze(1), targets.to(outputs.dtype()));
}

/// The derivative of `f` by one element, from both sides.
template <typename Function>
double slope(const Function& f, torch::Tensor element) {
  constexpr double kStep = 1e-6;
  const torch::NoGradGuard no_gradient;
  const double value = element.item<double>();
  element.fill_(value + kStep);
  const double above = f().template item<double>();
  element.fill_(value - kStep);
  const double below = f().template item<double>();
  element.fill_(value);
  return (above - below) / (2 * kStep);
}

template <typename Check>
void for_each_model(const Check& check) {
  // Networks this small lose by a second thread, and badly so where other tests run beside.
  at::set_num_threads(1);
  for (const auto& name : gradus::models::registry().names()) {
    INFO("model " << name);
    check(name);
  }
}

}  // namespace

TEST_CASE("The example of a user's own model is in the registry") {
  CHECK(gradus::models::registry().contains("residual"));
  CHECK(gradus::models::model_traits("residual").optimizer == "adam");
}

TEST_CASE("Every model returns one row of outputs for each row of inputs") {
  for_each_model([](const std::string& name) {
    for (const int64_t classes : {2, 3, 10}) {
      auto model = try_make(name, {12, classes});
      if (!model) continue;
      model->ptr()->eval();
      for (const int64_t rows : {1, 2, 33}) {
        const auto outputs = model->forward(torch::randn({rows, 12}));
        REQUIRE(outputs.dim() == 2);
        CHECK(outputs.size(0) == rows);
        const bool one_score = classes == 2 && outputs.size(1) == 1;
        CHECK((one_score || outputs.size(1) == classes));
        CHECK(outputs.isfinite().all().item<bool>());
      }
    }
  });
}

TEST_CASE("Every model takes one feature") {
  for_each_model([](const std::string& name) {
    CHECK(make(name, {1, 2}, 1).forward(torch::randn({4, 1})).size(0) == 4);
  });
}

TEST_CASE("Every model flattens images to rows") {
  for_each_model([](const std::string& name) {
    auto model = make(name, {12, 2}, 1);
    model.ptr()->eval();
    const auto rows = torch::randn({5, 12});
    const auto expected = model.forward(rows);
    CHECK(torch::equal(model.forward(rows.reshape({5, 3, 4})), expected));
    CHECK(torch::equal(model.forward(rows.reshape({5, 1, 3, 4})), expected));
  });
}

TEST_CASE("Every model's gradients are those of finite differences") {
  for_each_model([](const std::string& name) {
    auto model = make(name, {6, 2}, 3);
    model.ptr()->to(torch::kFloat64);
    model.ptr()->eval();
    const auto inputs = torch::randn({4, 6}, torch::kFloat64);
    const auto weights = torch::randn_like(model.forward(inputs)).detach();
    const auto loss = [&] { return (model.forward(inputs) * weights).sum(); };
    loss().backward();
    for (const auto& parameter : model.ptr()->named_parameters()) {
      INFO("parameter " << parameter.key());
      REQUIRE(parameter->grad().defined());
      const auto values = parameter->detach().view(-1);
      const auto gradient = parameter->grad().reshape(-1);
      // A few elements of each tensor, spread over it.
      const int64_t stride = std::max<int64_t>(1, values.numel() / 7);
      for (int64_t i = 0; i < values.numel(); i += stride) {
        CHECK(gradient[i].item<double>() ==
              Approx(slope(loss, values[i])).epsilon(1e-5).margin(1e-7));
      }
    }
  });
}

TEST_CASE("Every model can be made to fit one batch") {
  for_each_model([](const std::string& name) {
    for (const int64_t classes : {2, 3}) {
      const ModelShape shape{8, classes};
      auto model = try_make(name, shape);
      if (!model) continue;
      const auto [inputs, targets] = separable_batch(shape);
      torch::optim::Adam optimizer(model->ptr()->parameters(), torch::optim::AdamOptions(0.02));
      const auto step = [&, inputs = inputs, targets = targets] {
        optimizer.zero_grad();
        auto loss = classification_loss(model->forward(inputs), targets);
        loss.backward();
        optimizer.step();
        return loss.item<double>();
      };
      const double first = step();
      double last = first;
      for (int i = 0; i < 300; ++i) last = step();
      CHECK(last < 0.1 * first);
    }
  });
}

TEST_CASE("Every model is the same again after its state was saved and loaded") {
  for_each_model([](const std::string& name) {
    auto saved = make(name, {6, 2}, 1);
    auto loaded = make(name, {6, 2}, 2);
    std::stringstream bytes;
    torch::serialize::OutputArchive output;
    saved.ptr()->save(output);
    output.save_to(bytes);
    torch::serialize::InputArchive input;
    input.load_from(bytes);
    loaded.ptr()->load(input);
    saved.ptr()->eval();
    loaded.ptr()->eval();
    const auto inputs = torch::randn({4, 6});
    CHECK(torch::equal(saved.forward(inputs), loaded.forward(inputs)));
  });
}

TEST_CASE("The same seed makes the same model, another seed another") {
  for_each_model([](const std::string& name) {
    const auto inputs = torch::ones({4, 6});
    const auto outputs = make(name, {6, 2}, 5).forward(inputs);
    CHECK(torch::equal(outputs, make(name, {6, 2}, 5).forward(inputs)));
    CHECK_FALSE(torch::equal(outputs, make(name, {6, 2}, 6).forward(inputs)));
  });
}

TEST_CASE("Every model's summary counts its parameters") {
  for_each_model([](const std::string& name) {
    const ModelShape shape{6, 2};
    auto model = make(name, shape, 1);
    int64_t expected = 0;
    for (const auto& parameter : model.ptr()->parameters()) expected += parameter.numel();
    int64_t counted = 0;
    for (const auto& row : gradus::models::summarize(*model.ptr(), shape))
      counted += row.parameters;
    CHECK(counted == expected);
  });
}

TEST_CASE("Every model documents its options and refuses others") {
  for_each_model([](const std::string& name) {
    for (const auto& option : gradus::models::model_options(name)) {
      CHECK_FALSE(option.help.empty());
    }
    CHECK_THROWS_AS(make_model(name, {4, 2}, gradus::Settings::parse("no_such_key=1")),
                    gradus::UsageError);
  });
}
