/// Sets whose classes are areas of the plane: blobs, XOR, checkerboard.
#include "../builtin.h"
#include "synthetic.h"

namespace gradus::data {
namespace {

/// Gaussian clouds around random centres, which training and test share.
LoadedData make_blobs(const Settings& settings) {
  const auto centers = settings.integer("centers", 3, {2, 1000}, "number of clouds, a class each");
  const auto features = settings.integer("features", 2, {1, 10000}, "dimensions");
  const SyntheticDefaults defaults{.noise = 1, .noise_help = "standard deviation of each cloud"};
  return make_synthetic("blobs", settings, defaults, [&](Draw& draw) {
    const auto places =
        Sampler(draw.seed, static_cast<uint64_t>(Part::kLaw)).uniform({centers, features}, -10, 10);
    const auto labels = cycle_labels(draw.count, centers);
    auto points = places.index_select(0, labels);
    points += draw.sampler.normal({draw.count, features}, draw.noise);
    auto dataset = plane_dataset(points, labels, centers);
    dataset.feature_names.clear();
    for (int64_t i = 1; i <= features; ++i)
      dataset.feature_names.push_back("x" + std::to_string(i));
    return dataset;
  });
}

/// Points of the square [-1, 1]²; class 1 where the signs of the coordinates differ.
LoadedData make_xor(const Settings& settings) {
  const SyntheticDefaults defaults{.noise = 0.05};
  return make_synthetic("xor", settings, defaults, [](Draw& draw) {
    const auto points = draw.sampler.uniform({draw.count, 2}, -1, 1);
    const auto positive = points > 0;
    const auto labels = positive.select(1, 0).logical_xor(positive.select(1, 1));
    return plane_dataset(points + draw.sampler.normal({draw.count, 2}, draw.noise),
                         labels.to(torch::kInt64), 2);
  });
}

/// The square [-1, 1]² in cells × cells fields of alternating class.
LoadedData make_checkerboard(const Settings& settings) {
  const auto cells = settings.integer("cells", 4, {2, 1000}, "fields a side");
  const SyntheticDefaults defaults{.noise = 0};
  return make_synthetic("checkerboard", settings, defaults, [&](Draw& draw) {
    const auto fields = draw.sampler.uniform({draw.count, 2}, 0, static_cast<double>(cells));
    const auto labels = fields.floor().sum(1).remainder(2).to(torch::kInt64);
    const auto points = fields * (2.0 / static_cast<double>(cells)) - 1;
    return plane_dataset(points + draw.sampler.normal({draw.count, 2}, draw.noise), labels, 2);
  });
}

}  // namespace

void add_clouds(DatasetRegistry& registry) {
  registry.add("blobs", "Gaussian clouds around random centres", make_blobs);
  registry.add("checkerboard", "fields of alternating class", make_checkerboard);
  registry.add("xor", "four noisy quadrants, opposite ones of one class", make_xor);
}

}  // namespace gradus::data
