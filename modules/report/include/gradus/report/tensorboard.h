/// A training as TensorBoard shows it: curves, histograms, pictures, texts, hyper-parameters.
#pragma once
#include "gradus/report/event_file.h"
#include "gradus/training/callback.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gradus::report {

/// Where TensorBoard's files go and what is in them.
struct TensorBoardOptions {
  std::filesystem::path folder;  ///< of one run; made where missing
  /// Option texts by name, for the HParams tab.
  std::map<std::string, std::string> hyper_parameters = {};
  /// Markdown by name, for the Text tab, such as the model's layers.
  std::vector<std::pair<std::string, std::string>> texts = {};
  /// Epochs from one histogram of the weights and gradients to the next; 0 for none. The first and
  /// the last epoch have one.
  int64_t histogram_interval = 1;
  /// [H, W] of an input that is a picture: the first layer's weights are shown as such, as often as
  /// the histograms.
  std::vector<int64_t> image_shape = {};
};

/// Writes event files into `folder`: hyper-parameters and texts there, what is measured in `train`
/// and `validation` beside each other, so that TensorBoard draws both into one diagram. Steps are
/// epochs. Files are complete after each epoch; a training that goes on from a checkpoint adds
/// files, and shows no epoch twice. Throws `RunError` where they cannot be written.
class TensorBoard : public training::Callback {
 public:
  /// Throws `UsageError` for a negative interval.
  explicit TensorBoard(TensorBoardOptions options);

  int64_t step_interval() const override { return kAnyInterval; }
  void on_fit_start(const training::FitStart& event) override;
  void on_epoch_end(const training::EpochEnd& event) override;
  void on_fit_end(const training::FitEnd& event) override;

 private:
  bool shows_tensors(const training::EpochEnd& event) const;
  void add_tensors(int64_t epoch);

  TensorBoardOptions options_;
  int64_t first_epoch_ = 1;
  const torch::nn::Module* model_ = nullptr;  // during `fit` alone
  std::unique_ptr<EventFile> run_, train_, validation_;
};

}  // namespace gradus::report
