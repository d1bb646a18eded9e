/// The learning rates that a schedule starts from.
#pragma once
#include "gradus/core/state.h"

#include <torch/optim/optimizer.h>

#include <vector>

namespace gradus::training {

/// One rate a group of an optimizer, and the groups' rates in proportion to them.
class BaseRates {
 public:
  /// Takes the groups' rates of now. The optimizer must live as long as `set` is called.
  void take(torch::optim::Optimizer& optimizer);
  /// Gives each group `factor` times its base rate.
  void set(double factor) const;

  /// "base_rates", [groups] float64.
  StateMap state() const;
  /// For a training that goes on: then the optimizer's own rates are those of the schedule. Throws
  /// `CheckpointError` for rates of another number of groups.
  void load_state(const StateMap& state);

 private:
  torch::optim::Optimizer* optimizer_ = nullptr;
  std::vector<double> rates_;
};

}  // namespace gradus::training
