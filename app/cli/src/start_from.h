/// The weights of an earlier run as the beginning of a training (--init-from).
#pragma once
#include "gradus/data/dataset.h"

#include <torch/nn/module.h>

#include <filesystem>

namespace gradus::cli {

/// Copies the weights of the run in `folder` into `model`, in the model's own types. Throws
/// `CheckpointError` where they do not fit it, and where the features or classes of `train` have
/// other names, or another order, than the run's: the weights would be read as others.
void start_from(const std::filesystem::path& folder, const data::Dataset& train,
                torch::nn::Module& model);

}  // namespace gradus::cli
