#include "two_layer.h"

#include "side_by_side.h"

#include <functional>
#include <map>

namespace gradus::demos {
namespace {

using torch::Tensor;

const std::map<std::string, std::function<Tensor(const Tensor& z, const Tensor& a)>>& slopes() {
  static const std::map<std::string, std::function<Tensor(const Tensor& z, const Tensor& a)>>
      kSlopes = {
          {"identity", [](const Tensor& z, const Tensor&) { return torch::ones_like(z); }},
          {"sigmoid", [](const Tensor&, const Tensor& a) { return a * (1 - a); }},
          {"tanh", [](const Tensor&, const Tensor& a) { return 1 - a * a; }},
          {"relu", [](const Tensor& z, const Tensor&) { return z.gt(0).to(z.dtype()); }},
          {"softplus", [](const Tensor& z, const Tensor&) { return 1 / (1 + (-z).exp()); }},
          {"silu", [](const Tensor& z, const Tensor& a) { return (1 + z - a) / (1 + (-z).exp()); }},
      };
  return kSlopes;
}

}  // namespace

TwoLayerNetwork two_weight_network(const std::string& activation, double w1, double w2) {
  const auto zero = torch::zeros({1}, torch::kFloat64);
  const auto weight = [](double w) { return torch::full({1, 1}, w, torch::kFloat64); };
  return {activation, weight(w1), zero, weight(w2), zero};
}

Tensor slope_by_hand(const std::string& activation, const Tensor& z, const Tensor& f_of_z) {
  return slopes().at(activation)(z, f_of_z);
}

std::vector<std::string> slope_names() {
  std::vector<std::string> names;
  for (const auto& [name, slope] : slopes()) names.push_back(name);
  return names;
}

Problem draw_problem(const std::string& activation, const ProblemSize& size, const Setup& setup,
                     uint64_t seed) {
  const auto device = setup.device.is_mps() ? torch::Device(torch::kCPU) : setup.device;
  const auto draw = [&](std::vector<int64_t> shape) {
    return torch::randn(shape, torch::kFloat64).to(device);
  };
  const auto parameter = [&](std::vector<int64_t> shape) {
    return draw(std::move(shape)).requires_grad_();
  };
  return seeded(seed, [&] {
    const auto w1 = parameter({size.hidden, size.inputs}), b1 = parameter({size.hidden});
    const auto w2 = parameter({size.outputs, size.hidden}), b2 = parameter({size.outputs});
    const auto x = draw({size.examples, size.inputs});
    return Problem{{activation, w1, b1, w2, b2}, x, draw({size.examples, size.outputs})};
  });
}

}  // namespace gradus::demos
