/// A fully connected and a small convolutional network, trained on pictures whose pixels may have
/// been put in another order.
#pragma once
#include "demo.h"
#include "gradus/data/registry.h"
#include "gradus/models/mlp.h"
#include "gradus/report/image_grid.h"
#include "gradus/report/panel.h"
#include "gradus/report/statistics.h"

#include <utility>
#include <vector>

namespace gradus::demos::images {

struct PictureTask {
  int64_t examples = 3000, epochs = 8, batch_size = 64;
  double learning_rate = 2e-3;         ///< of Adam
  int64_t hidden = 128, channels = 8;  ///< neurons; of the first convolution
  int64_t max_shift = 6;               ///< of the test pictures
};

/// A network and how it sees the pictures, with what was measured.
struct Arm {
  report::Text name = {};
  bool convolutional = false;
  bool permuted = false;  ///< all pictures, by one order of the pixels a seed
  bool moved = false;     ///< the starting weights of the first layer go where their pixels went
  int64_t parameters = 0;
  /// Of the test, [shift][seed]; at shift 0 alone where the pixels are permuted.
  std::vector<std::vector<double>> accuracy = {};
};

/// Puts the first layer's weights where `permute_pixels` puts their pixels.
void permute_first_layer(models::Mlp& model, const torch::Tensor& order);

/// Largest difference of outputs between `model` and a copy with permuted weights on permuted
/// pictures, relative to the largest output.
double reordering_error(models::Mlp model, const torch::Tensor& pictures,
                        const torch::Tensor& order);

models::Mlp fully_connected(const PictureTask& task, const data::Dataset& pictures, uint64_t seed);

/// Trains every arm from `seeds` seeds on its own sample of the pictures (at most 2000 for the
/// test) and fills in what is measured. Throws `UsageError` where a convolutional network would
/// have more parameters than a fully connected one.
void train_arms(std::vector<Arm>& arms, const PictureTask& task, const data::LoadedData& loaded,
                const Setup& setup, int64_t seeds);

/// The first test pictures as they are, permuted, and shifted.
report::ImageGrid picture_grid(const data::LoadedData& loaded, int64_t shift, uint64_t seed,
                               report::Language language);
/// Accuracies over the shift, with bands of 95 %.
report::Panel shift_panel(const std::vector<const Arm*>& arms);
/// Bars of changes of accuracy (0.01 = 1 point), with their intervals.
report::Panel change_panel(const std::vector<std::pair<report::Text, report::Estimate>>& changes);

}  // namespace gradus::demos::images
