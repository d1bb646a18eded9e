#include "gradus/training/optimizers.h"

#include "gradus/core/error.h"
#include "gradus/engine/step_engine.h"
#include "gradus/models/mlp.h"
#include "gradus/training/losses.h"

#include <torch/nn/utils/convert_parameters.h>
#include <torch/optim/adamw.h>

#include <cmath>

#include "catch.h"

using gradus::NamedSettings;
using gradus::UsageError;
using namespace gradus::training;

namespace {

#include "decay_groups_oracle.inc"

torch::Tensor waves(const torch::Tensor& like, double (*wave)(double), double start, double scale) {
  std::vector<double> values;
  for (int64_t i = 0; i < like.numel(); ++i)
    values.push_back(scale * wave(0.7 * static_cast<double>(i) + start));
  return torch::tensor(values, torch::kFloat64).view(like.sizes());
}

/// The training of tests/oracle/decay_groups_oracle.py.
torch::Tensor train_groups(const std::string& text, gradus::engine::EngineKind kind) {
  namespace engine = gradus::engine;
  gradus::models::Mlp network(gradus::models::MlpOptions(3, 2).hidden({4}).activation("tanh"));
  network->to(torch::kFloat64);
  const auto parameters = network->parameters();
  {
    const torch::NoGradGuard no_gradient;
    for (size_t i = 0; i < parameters.size(); ++i)
      parameters[i].copy_(waves(parameters[i], std::sin, static_cast<double>(i), 0.5));
  }
  engine::FlatParameters flat(parameters, /*apart=*/true);
  const auto named = NamedSettings::parse(text);
  const auto optimizer =
      make_optimizer({named.name, 0.1, named.settings}, flat.flat_matrices(), flat.flat_vectors());
  const auto loss = make_loss("cross_entropy");
  auto choice = engine::make_engine(
      {.kind = kind,
       .model = network.ptr(),
       .forward = [&](const torch::Tensor& inputs) { return network->forward(inputs); },
       .loss_name = loss.name,
       .loss = loss.function,
       .parameters = flat,
       .optimizer = *optimizer,
       .device = torch::kCPU,
       .precision = engine::Precision::kFloat64,
       .gradients = {}});
  CHECK(choice.engine->name() == (kind == engine::EngineKind::kEager ? "eager" : "fused"));
  choice.engine->start_epoch({waves(torch::empty({12, 3}), std::cos, 0, 1),
                              torch::arange(12, torch::kInt64) % 2,
                              torch::arange(12, torch::kInt64), 12});
  for (int step = 0; step < 5; ++step) choice.engine->step(0);
  return torch::nn::utils::parameters_to_vector(parameters).detach();
}

double rate_of(const std::string& text, std::optional<double> rate = std::nullopt) {
  const auto named = NamedSettings::parse(text);
  return learning_rate(*make_optimizer({named.name, rate, named.settings},
                                       {torch::zeros({2}, torch::requires_grad())}));
}
}  // namespace

TEST_CASE("Every optimizer has a default rate and takes another") {
  for (const auto& name : optimizer_names()) {
    CAPTURE(name);
    CHECK(rate_of(name) > 0);
    CHECK(rate_of(name, 0.25) == 0.25);
  }
}

TEST_CASE("Optimizers refuse what makes no sense") {
  CHECK_THROWS_MESSAGE(rate_of("sgd", -1.0), UsageError, "learning rate = -1");
  CHECK_THROWS_MESSAGE(rate_of("sgd", std::nan("")), UsageError, "learning rate = nan");
  CHECK_THROWS_MESSAGE(rate_of("adamm"), UsageError, "did you mean 'adam'?");
  CHECK_THROWS_MESSAGE(rate_of("adam:momentum=0.9"), UsageError,
                       "unknown option of optimizer 'adam' 'momentum'");
  CHECK_THROWS_MESSAGE(rate_of("sgd:momentum=1.5"), UsageError, "momentum=1.5");
  CHECK_THROWS_MESSAGE(rate_of("sgd:nesterov=true"), UsageError, "needs momentum");
}

TEST_CASE("Making an optimizer leaves its spec alone, which trainings side by side may share") {
  const OptimizerSpec spec{"adam", std::nullopt, gradus::Settings::parse("beta1=0.8")};
  make_optimizer(spec, {torch::zeros({2}, torch::requires_grad())});
  CHECK(spec.settings.known().empty());
}

TEST_CASE("Trainings with biases outside of the weight decay are PyTorch's, in each engine") {
  using gradus::engine::EngineKind;
  for (const auto& [text, weights] : kDecayGroups) {
    INFO(text);
    const auto wanted = torch::tensor(weights, torch::kFloat64);
    for (const auto kind : {EngineKind::kEager, EngineKind::kFused})
      CHECK(torch::allclose(train_groups(text, kind), wanted, 1e-9, 1e-11));
  }
}

TEST_CASE(
    "What is not decayed makes a group of its own, where there is a decay and something else") {
  const auto a = torch::zeros({2, 2}, torch::requires_grad()),
             b = torch::zeros({2}, torch::requires_grad());
  const auto decay = [](torch::optim::OptimizerParamGroup& group) {
    return static_cast<torch::optim::AdamWOptions&>(group.options()).weight_decay();
  };
  const auto both = make_optimizer({"adamw", 0.5, {}}, {a}, {b});
  REQUIRE(both->param_groups().size() == 2);
  CHECK(both->param_groups()[1].params().front().is_same(b));
  CHECK(both->param_groups()[1].options().get_lr() == 0.5);
  CHECK(decay(both->param_groups()[0]) == 0.01);
  CHECK(decay(both->param_groups()[1]) == 0);
  const auto only = make_optimizer({"adamw", 0.5, {}}, {}, {b});
  REQUIRE(only->param_groups().size() == 1);
  CHECK(decay(only->param_groups()[0]) == 0);
  CHECK(make_optimizer({"adamw", 0.5, {}}, {a})->param_groups().size() == 1);
  const auto search = make_optimizer({"lbfgs", 0.5, {}}, {a}, {b});
  REQUIRE(search->param_groups().size() == 1);
  CHECK(search->param_groups()[0].params().size() == 2);
}
