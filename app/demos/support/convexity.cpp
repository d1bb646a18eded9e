#include "convexity.h"

#include "gradus/core/seed.h"

#include <torch/utils.h>

namespace gradus::demos {

Classify classify_by(torch::nn::AnyModule model, const Setup& setup) {
  model.ptr()->eval();
  return [model = std::move(model), device = setup.device](const torch::Tensor& points) mutable {
    return model.forward(points.to(device)).argmax(1);
  };
}

std::vector<double> convexity_defects(const Classify& classify, int64_t classes, report::Span x,
                                      report::Span y, uint64_t seed, int64_t points) {
  constexpr uint64_t kStream = 0xC04EEULL << 32;
  const torch::NoGradGuard no_gradient;
  auto generator = make_generator(seed, kStream);
  const auto low = torch::tensor({x.min, y.min}), high = torch::tensor({x.max, y.max});
  const auto places = low + (high - low) * torch::rand({points, 2}, generator, torch::kFloat32);
  const auto labels = classify(places).cpu();
  std::vector<double> defects;
  for (int64_t k = 0; k < classes; ++k) {
    const auto inside = places.index({labels == k});
    if (inside.size(0) < 2) {
      defects.push_back(0);
      continue;
    }
    // The points came in random order, so that neighbours in the list are a random pair.
    const auto midpoints = (inside + inside.roll(1, 0)) / 2;
    defects.push_back(classify(midpoints).cpu().ne(k).to(torch::kFloat64).mean().item<double>());
  }
  return defects;
}

}  // namespace gradus::demos
