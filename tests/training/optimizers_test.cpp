#include "gradus/training/optimizers.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::NamedSettings;
using gradus::UsageError;
using namespace gradus::training;

namespace {
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
