#include "gradus/models/activation.h"

#include "gradus/core/error.h"
#include "gradus/models/hard_activation.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/linear.h>

#include <algorithm>

namespace gradus::models {
namespace {

namespace nn = torch::nn;
using nn::AnyModule;

/// The smallest divisor and slope that is accepted where 0 would divide or end the gradient.
constexpr double kTiny = 1e-6;

const char* const kStraightThroughHelp = "train through it as if it were the identity on [-1, 1]";

AnyModule make_step(const Settings& s) {
  const auto options =
      StepOptions()
          .tie(s.integer("tie", 0, {0, 1}, "value at exactly 0"))
          .straight_through(s.flag("straight_through", false, kStraightThroughHelp));
  return AnyModule(Step(options));
}

AnyModule make_sign(const Settings& s) {
  return AnyModule(Sign(
      SignOptions().straight_through(s.flag("straight_through", false, kStraightThroughHelp))));
}

AnyModule make_prelu(const Settings& s) {
  const double slope = s.real("slope", 0.25, {}, "starting slope below 0, which is learned");
  return AnyModule(nn::PReLU(nn::PReLUOptions().init(slope)));
}

AnyModule make_leaky_relu(const Settings& s) {
  const double slope = s.real("slope", 0.01, {}, "slope below 0");
  return AnyModule(nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(slope)));
}

AnyModule make_elu(const Settings& s) {
  const double alpha = s.real("alpha", 1, {}, "minus the limit far below 0");
  return AnyModule(nn::ELU(nn::ELUOptions().alpha(alpha)));
}

AnyModule make_gelu(const Settings& s) {
  const auto form = s.choice("approximate", "none", {"none", "tanh"}, "exact, or by tanh");
  return AnyModule(nn::GELU(nn::GELUOptions().approximate(form)));
}

AnyModule make_softplus(const Settings& s) {
  const double beta = s.real("beta", 1, {kTiny}, "sharpness of the bend");
  const double threshold = s.real("threshold", 20, {}, "beta x above which it is the identity");
  return AnyModule(nn::Softplus(nn::SoftplusOptions().beta(beta).threshold(threshold)));
}

AnyModule make_hardtanh(const Settings& s) {
  const double min = s.real("min", -1, {}, "lower bound");
  const double max = s.real("max", 1, {}, "upper bound");
  if (min >= max) throw UsageError("hardtanh with min={}, max={}: expected min < max", min, max);
  return AnyModule(nn::Hardtanh(nn::HardtanhOptions().min_val(min).max_val(max)));
}

template <typename Holder>
AnyModule make_plain(const Settings&) {
  return AnyModule(Holder());
}

Registry<ActivationFactory> built_in() {
  Registry<ActivationFactory> registry("activation");
  registry.add("sign", "1, -1, and 0 at 0; its gradient is 0", make_sign);
  registry.add("step", "1 above 0, else 0; its gradient is 0", make_step);
  registry.add("identity", "x", make_plain<nn::Identity>);
  registry.add("sigmoid", "1 / (1 + exp(-x))", make_plain<nn::Sigmoid>);
  registry.add("tanh", "hyperbolic tangent", make_plain<nn::Tanh>);
  registry.add("relu", "max(0, x)", make_plain<nn::ReLU>);
  registry.add("prelu", "x, below 0 slope x with a learned slope", make_prelu);
  registry.add("leaky_relu", "x, below 0 slope x", make_leaky_relu);
  registry.add("elu", "x, below 0 alpha (exp(x) - 1)", make_elu);
  registry.add("selu", "scaled elu that keeps mean 0 and variance 1", make_plain<nn::SELU>);
  registry.add("gelu", "x times the normal distribution function", make_gelu);
  registry.add("silu", "x sigmoid(x), also called swish", make_plain<nn::SiLU>);
  registry.add("softplus", "log(1 + exp(beta x)) / beta", make_softplus);
  registry.add("mish", "x tanh(softplus(x))", make_plain<nn::Mish>);
  registry.add("hardtanh", "x cut to [min, max]", make_hardtanh);
  return registry;
}

}  // namespace

Registry<ActivationFactory>& activations() {
  static auto registry = built_in();
  return registry;
}

torch::nn::AnyModule make_activation(std::string_view text) {
  std::string options(text);
  const auto name_end = options.find(':');
  if (name_end != std::string::npos) {
    std::replace(options.begin() + static_cast<std::ptrdiff_t>(name_end) + 1, options.end(), ':',
                 ',');
  }
  const auto request = NamedSettings::parse(options);
  auto activation = activations().find(request.name).factory(request.settings);
  request.settings.reject_unknown(fmt::format("activation '{}'", request.name));
  return activation;
}

std::vector<Settings::Known> activation_options(const std::string& name) {
  const Settings settings;
  activations().find(name).factory(settings);
  return settings.known();
}

}  // namespace gradus::models
