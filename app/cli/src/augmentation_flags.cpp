#include "augmentation_flags.h"

#include "gradus/core/error.h"
#include "gradus/training/image_shape.h"
#include "gradus/training/input_noise.h"
#include "gradus/training/loss_registry.h"
#include "gradus/training/mixup.h"
#include "gradus/training/random_shift.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

using training::InputNoise;
using training::Mixup;
using training::RandomFlip;
using training::RandomShift;

/// No image that fits into memory many times is wider; the image itself sets a tighter bound.
constexpr Range<int64_t> kPixels{1, 4096};
/// Noise of less than that is lost in float32.
constexpr Range<double> kDeviations{1e-7, InputNoise::kMaxDeviation};

/// The value that black has once it is standardised.
double black(const data::Standardization& standardization) {
  return standardization.apply(torch::zeros({1, 1, 1})).item<double>();
}

void check_mixup(const std::string& loss) {
  if (training::loss_traits(loss).mixed_targets) return;
  std::vector<std::string> others;
  for (const auto& [name, entry] : training::losses().entries())
    if (entry.factory.traits.mixed_targets) others.push_back(name);
  throw UsageError("--mixup does not fit loss '{}', which takes no mixed targets: use {}", loss,
                   fmt::join(others, ", "));
}

}  // namespace

void add_augmentation_flags(CLI::App& app, Flags& flags) {
  app.option_defaults()->group("Training batches");
  flags.add(app, "--flip", "KIND",
            fmt::format("Mirror images by chance: {}", fmt::join(training::flip_names(), ", ")));
  flags.add(app, "--shift", "PIXELS",
            "Move images by up to PIXELS each way; from outside comes black");
  flags.add(app, "--noise", "STD",
            "Normal noise on the inputs, in their standardised units, up to 100");
  flags.add(
      app, "--mixup", "ALPHA",
      "Train on mixtures of two examples, the share drawn from Beta(ALPHA, ALPHA), 0.01 to 100");
}

AugmentationRequest read_augmentation_flags(const Flags& flags) {
  AugmentationRequest request;
  if (flags.given("--flip"))
    request.flip =
        training::parse_flip(flags.choice("--flip", "horizontal", training::flip_names()));
  request.shift = flags.optional_integer("--shift", kPixels);
  request.noise = flags.optional_real("--noise", kDeviations);
  request.mixup = flags.optional_real("--mixup", {Mixup::kMinAlpha, Mixup::kMaxAlpha});
  return request;
}

engine::BatchTransforms make_transforms(const AugmentationRequest& request,
                                        const data::Dataset& train,
                                        const data::Standardization& standardization,
                                        const std::string& loss, int64_t columns, uint64_t seed) {
  engine::BatchTransforms transforms;
  if (request.flip) {
    training::check_images(train.input_shape(), "--flip");
    transforms.push_back(std::make_shared<RandomFlip>(*request.flip, seed));
  }
  if (request.shift) {
    training::check_images(train.input_shape(), "--shift");
    const auto shift = std::make_shared<RandomShift>(*request.shift, black(standardization), seed);
    shift->check(train.input_shape());
    transforms.push_back(shift);
  }
  if (request.noise) transforms.push_back(std::make_shared<InputNoise>(*request.noise, seed));
  if (request.mixup) {
    check_mixup(loss);
    transforms.push_back(std::make_shared<Mixup>(*request.mixup, columns, seed));
  }
  return transforms;
}

}  // namespace gradus::cli
