#include "gradus/models/registry.h"

#include "gradus/core/error.h"

#include <torch/nn/modules/linear.h>

#include <sys/wait.h>
#include <unistd.h>

#include "catch.h"

using gradus::Settings;
using gradus::UsageError;
using gradus::models::make_model;
using gradus::models::model_traits;

namespace {

torch::nn::AnyModule make_line(gradus::models::ModelShape shape, const Settings& settings) {
  const bool bias = settings.flag("bias", true, "");
  return torch::nn::AnyModule(torch::nn::Linear(
      torch::nn::LinearOptions(shape.in_features, shape.out_features).bias(bias)));
}

GRADUS_REGISTER_MODEL("line", make_line);
GRADUS_REGISTER_MODEL(
    "lined", make_line,
    {.summary = "with traits", .loss = "mse", .optimizer = "lbfgs", .learning_rate = 0.5});

}  // namespace

TEST_CASE("The built-in models survive static linking") {
  for (const auto* name : {"perceptron", "logistic", "softmax", "mlp"}) {
    INFO(name);
    CHECK(gradus::models::registry().contains(name));
    CHECK_FALSE(model_traits(name).summary.empty());
  }
}

TEST_CASE("One line registers a model, with traits or without") {
  CHECK(model_traits("line").loss.empty());
  CHECK(model_traits("line").learning_rate == 0);
  CHECK(model_traits("lined").optimizer == "lbfgs");
  CHECK(gradus::models::registry().find("lined").summary == "with traits");
  auto model = make_model("line", {3, 2}, Settings::parse("bias=no"));
  CHECK(model.ptr()->parameters().size() == 1);
}

TEST_CASE("The perceptron asks for its own loss, optimizer and step") {
  CHECK(model_traits("perceptron").loss == "perceptron");
  CHECK(model_traits("perceptron").optimizer == "sgd");
  CHECK(model_traits("perceptron").learning_rate == 1);
  CHECK(model_traits("logistic").loss == "bce");
}

TEST_CASE("Unknown models and keys are refused with the nearest first") {
  CHECK_THROWS_MESSAGE(make_model("mpl", {2, 2}), UsageError,
                       "unknown model 'mpl': did you mean 'mlp'?");
  CHECK_THROWS_MESSAGE(make_model("mlp", {2, 2}, Settings::parse("hiden=3")), UsageError,
                       "'hiden': did you mean 'hidden'?");
  CHECK_THROWS_MESSAGE(model_traits("sofmax"), UsageError, "did you mean 'softmax'?");
}

TEST_CASE("Shapes that a model cannot have are refused") {
  CHECK_THROWS_MESSAGE(make_model("mlp", {0, 2}), UsageError, "0 inputs and 2 outputs");
  CHECK_THROWS_MESSAGE(make_model("logistic", {4, 3}), UsageError,
                       "separates 2 classes, the data asks for 3 outputs: use softmax");
  CHECK_THROWS_MESSAGE(make_model("perceptron", {4, 3}), UsageError, "use softmax");
}

TEST_CASE("A model's options are listed with defaults") {
  const auto options = gradus::models::model_options("mlp");
  REQUIRE_FALSE(options.empty());
  CHECK(options[0].key == "hidden");
  CHECK(options[0].default_value == "256-128");
  for (const auto& option : options) CHECK_FALSE(option.help.empty());
}

TEST_CASE("A name registered twice ends the program with exit code 2") {
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(STDERR_FILENO);
    gradus::register_before_main([] { gradus::models::register_model("mlp", make_line); });
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 2);
}
