/// Watches outputs, gradients and weights layer by layer while a network trains.
#pragma once
#include "gradus/core/feed_forward.h"
#include "gradus/data/dataset.h"
#include "gradus/training/callback.h"
#include "gradus/training/layer_figures.h"
#include "gradus/training/losses.h"

#include <torch/nn/modules/container/any.h>

#include <vector>

namespace gradus::training {

/// How often, and on how much data.
struct LayerStatisticsOptions {
  int64_t every = 1;   ///< epochs from one measurement to the next; the last one is always measured
  int64_t rows = 256;  ///< of the training data, evenly spaced, at most
};

/// Measures at the end of epochs, on the same rows each time, in evaluation mode and float32 or the
/// model's own type. A model that is `FeedForward` is measured layer by layer, of another one the
/// parameters alone (gradient and change). What is unhealthy for deep networks: Glorot and Bengio,
/// 2010.
///
/// The training goes on bit for bit as without it: nothing is drawn or written but copies.
class LayerStatistics : public Callback {
 public:
  /// `train` is the data that `fit` gets. Throws `UsageError` for options below 1.
  LayerStatistics(torch::nn::AnyModule model, Loss loss, const data::Dataset& train,
                  LayerStatisticsOptions options = {});

  /// At most `rows` of the data, evenly spaced, since its order may be by class.
  static data::Dataset sample(const data::Dataset& train,
                              int64_t rows = LayerStatisticsOptions().rows);

  int64_t step_interval() const override { return kAnyInterval; }
  void on_fit_start(const FitStart& event) override;
  void on_epoch_start(const EpochStart& event) override;
  void on_epoch_end(const EpochEnd& event) override;

  std::string state_name() const override { return "layer_statistics"; }
  /// The measurements so far, and the weights at the start of the epoch under way.
  StateMap state() const override;
  void load_state(const StateMap& state) override;

  /// In the order of measuring; empty before the first epoch's end.
  const std::vector<EpochFigures>& epochs() const { return epochs_; }

 private:
  /// A layer, or one parameter of a model that does not tell its layers.
  struct Watched {
    LayerFigures figures;  ///< without numbers
    std::vector<torch::Tensor> parameters, before;
  };
  void watch_layers(const FeedForwardLayers& layers);
  void watch_parameters();
  bool is_due(int64_t epoch, int64_t epochs) const;
  EpochFigures measure(int64_t epoch);
  void measure_outputs(std::vector<LayerFigures>& figures) const;
  void measure_gradients(std::vector<LayerFigures>& figures);

  torch::nn::AnyModule model_;
  Loss loss_;
  torch::Tensor inputs_, targets_;  ///< the sample
  LayerStatisticsOptions options_;
  FeedForwardLayers layers_;  ///< empty for a model that does not tell them
  std::vector<Watched> watched_;
  std::vector<EpochFigures> epochs_;
};

}  // namespace gradus::training
