#include "closed_forms.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gradus::demos {
namespace {

/// log(1 + exp(z)), written so that exp never overflows.
double softplus(double z) {
  return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

/// The distribution function of N(0, 1).
double normal(double z) {
  return std::erfc(-z / std::numbers::sqrt2) / 2;
}

// Klambauer et al., 2017.
constexpr double kSeluScale = 1.0507009873554804934193349852946;
constexpr double kSeluAlpha = 1.6732632423543772848170429916717;

}  // namespace

const std::map<std::string, ClosedForm>& closed_forms() {
  static const std::map<std::string, ClosedForm> kForms = {
      {"sign", {"-1, 0, 1", [](double z) { return double(z > 0) - double(z < 0); }}},
      {"step",
       {{"1 if z > 0, else 0", "z > 0 时为 1，否则为 0"},
        [](double z) { return z > 0 ? 1.0 : 0.0; }}},
      {"identity", {"z", [](double z) { return z; }}},
      {"sigmoid", {"1 / (1 + exp(-z))", [](double z) { return 1 / (1 + std::exp(-z)); }}},
      {"tanh", {"1 - 2 / (exp(2z) + 1)", [](double z) { return 1 - 2 / (std::exp(2 * z) + 1); }}},
      {"relu", {"max(0, z)", [](double z) { return z > 0 ? z : 0; }}},
      {"prelu",
       {{"z, below 0: 0.25 z", "z > 0 时为 z，否则 0.25 z"},
        [](double z) { return z > 0 ? z : 0.25 * z; }}},
      {"leaky_relu",
       {{"z, below 0: 0.01 z", "z > 0 时为 z，否则 0.01 z"},
        [](double z) { return z > 0 ? z : 0.01 * z; }}},
      {"elu",
       {{"z, below 0: exp(z) - 1", "z > 0 时为 z，否则 exp(z) - 1"},
        [](double z) { return z > 0 ? z : std::exp(z) - 1; }}},
      {"selu",
       {{"λz, below 0: λα(exp(z) - 1)", "z > 0 时为 λz，否则 λα(exp(z) - 1)"},
        [](double z) { return kSeluScale * (z > 0 ? z : kSeluAlpha * (std::exp(z) - 1)); }}},
      {"gelu", {"z Φ(z)", [](double z) { return z * normal(z); }}},
      {"silu", {"z / (1 + exp(-z))", [](double z) { return z / (1 + std::exp(-z)); }}},
      {"softplus", {"log(1 + exp(z))", softplus}},
      {"mish", {"z tanh(softplus(z))", [](double z) { return z * std::tanh(softplus(z)); }}},
      {"hardtanh",
       {{"z cut to [-1, 1]", "把 z 截到 [-1, 1]"},
        [](double z) { return std::clamp(z, -1.0, 1.0); }}},
  };
  return kForms;
}

}  // namespace gradus::demos
