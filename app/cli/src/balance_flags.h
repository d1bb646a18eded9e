/// The flags that say how much each class counts in the loss.
#pragma once
#include "flags.h"
#include "gradus/data/dataset.h"
#include "gradus/training/losses.h"

#include <string>

namespace gradus::cli {

struct BalanceRequest {
  std::string class_weights;   ///< "balanced" or numbers joined by commas; empty: 1 each
  double label_smoothing = 0;  ///< below 1
  bool sampling = false;       ///< draw every class equally often
};

void add_balance_flags(CLI::App& app, Flags& flags);
/// Throws `UsageError` for values out of range.
BalanceRequest read_balance_flags(const Flags& flags);

/// For `make_loss`; the weights are on `device`. "balanced" weighs class k by N / (K count_k), as
/// scikit-learn does, where K counts the classes that have examples; others weigh 1. Throws
/// `UsageError` for a regression task and for another number of weights than of classes.
training::LossOptions loss_options(const BalanceRequest& request, const data::Dataset& train,
                                   torch::Device device);

}  // namespace gradus::cli
