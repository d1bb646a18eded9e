/// Sets whose classes are noisy curves in the plane: circles, rings, moons, spirals.
#include "../builtin.h"
#include "synthetic.h"

#include <numbers>

namespace gradus::data {
namespace {

constexpr double kPi = std::numbers::pi;

torch::Tensor with_noise(const torch::Tensor& points, Draw& draw) {
  return points + draw.sampler.normal({draw.count, 2}, draw.noise);
}

/// An outer circle of radius 1 (class 0) and an inner one (class 1).
LoadedData make_circles(const Settings& settings) {
  const auto factor = settings.real("factor", 0.5, {0, 1}, "radius of the inner circle");
  return make_synthetic("circles", settings, {.noise = 0.1}, [&](Draw& draw) {
    const auto labels = cycle_labels(draw.count, 2);
    const auto radius = 1 - labels.to(torch::kFloat32) * (1 - factor);
    const auto angle = draw.sampler.uniform({draw.count}, 0, 2 * kPi);
    return plane_dataset(with_noise(from_polar(radius, angle), draw), labels, 2);
  });
}

/// Rings of radius 1/k, 2/k, …, 1, a class each.
LoadedData make_rings(const Settings& settings) {
  const auto rings = settings.integer("rings", 3, {2, 100}, "number of rings, a class each");
  return make_synthetic("rings", settings, {.noise = 0.03}, [&](Draw& draw) {
    const auto labels = cycle_labels(draw.count, rings);
    const auto radius = (labels.to(torch::kFloat32) + 1) / static_cast<double>(rings);
    const auto angle = draw.sampler.uniform({draw.count}, 0, 2 * kPi);
    return plane_dataset(with_noise(from_polar(radius, angle), draw), labels, rings);
  });
}

/// Two interleaved half circles, the upper one around (0, 0), the lower one around (1, 0.5).
LoadedData make_moons(const Settings& settings) {
  return make_synthetic("moons", settings, {.noise = 0.1}, [](Draw& draw) {
    const auto labels = cycle_labels(draw.count, 2);
    const auto lower = labels.to(torch::kFloat32).unsqueeze(1);
    const auto upper =
        from_polar(torch::ones({draw.count}), draw.sampler.uniform({draw.count}, 0, kPi));
    const auto mirrored = torch::tensor({1.0F, 0.5F}) - upper;
    return plane_dataset(with_noise(upper * (1 - lower) + mirrored * lower, draw), labels, 2);
  });
}

/// Arms that wind outwards from radius 0.1 to 1, evenly turned against each other.
LoadedData make_spirals(const Settings& settings) {
  const auto arms = settings.integer("arms", 2, {2, 100}, "number of arms, a class each");
  const auto turns = settings.real("turns", 1.0, {0, 20}, "full turns of an arm");
  return make_synthetic("spirals", settings, {.noise = 0.03}, [&](Draw& draw) {
    const auto labels = cycle_labels(draw.count, arms);
    const auto along = draw.sampler.uniform({draw.count}, 0, 1);
    const auto start = labels.to(torch::kFloat32) * (2 * kPi / static_cast<double>(arms));
    const auto points = from_polar(0.1 + 0.9 * along, along * (2 * kPi * turns) + start);
    return plane_dataset(with_noise(points, draw), labels, arms);
  });
}

}  // namespace

void add_curves(DatasetRegistry& registry) {
  registry.add("circles", "one circle inside another", make_circles);
  registry.add("moons", "two interleaved half circles", make_moons);
  registry.add("rings", "concentric rings", make_rings);
  registry.add("spirals", "spiral arms wound around each other", make_spirals);
}

}  // namespace gradus::data
