/// The flags that change training batches: noise, mirrors, shifts, mixtures.
#pragma once
#include "flags.h"
#include "gradus/data/dataset.h"
#include "gradus/data/standardization.h"
#include "gradus/engine/batch_transform.h"
#include "gradus/training/random_flip.h"

#include <optional>
#include <string>

namespace gradus::cli {

struct AugmentationRequest {
  std::optional<training::FlipKind> flip;
  std::optional<int64_t> shift;  ///< pixels
  std::optional<double> noise;   ///< standard deviation
  std::optional<double> mixup;   ///< alpha
};

void add_augmentation_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range.
AugmentationRequest read_augmentation_flags(const Flags& flags);

/// In this order: mirrors, shifts (from outside comes black, as `standardization` makes it), noise,
/// mixtures. `train` is as loaded, `columns` those of the model's output. Throws `UsageError` for
/// what does not fit: flat rows for mirrors and shifts, a loss without probabilities for mixtures.
engine::BatchTransforms make_transforms(const AugmentationRequest& request,
                                        const data::Dataset& train,
                                        const data::Standardization& standardization,
                                        const std::string& loss, int64_t columns, uint64_t seed);

}  // namespace gradus::cli
