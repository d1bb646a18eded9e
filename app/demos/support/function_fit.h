/// Networks with one hidden layer, trained on a function of one variable, and where their hidden
/// neurons switch.
#pragma once
#include "experiment.h"
#include "gradus/models/mlp.h"

#include <string>
#include <vector>

namespace gradus::demos {

struct FunctionFit {
  double error = 0;                                ///< root mean square on 1000 places
  std::vector<std::vector<double>> switches = {};  ///< of each hidden neuron
  models::Mlp model{nullptr};                      ///< one input, one hidden layer, on the CPU
};

/// Trains `width` hidden units on 256 values, without noise, of `function` (of data/functions.h),
/// all in one batch. `seed` decides the places and the first weights.
FunctionFit fit_function(const std::string& function, int64_t width, const std::string& activation,
                         Recipe recipe, const Setup& setup, uint64_t seed);

/// For each neuron of the first layer, the places in [-1e6, 1e6] where its weighted sum changes
/// sign, found by looking at both sides of many places; one place for a neuron that splits the
/// line in two, none for one that does not.
std::vector<std::vector<double>> neuron_switches(const models::Mlp& model);

/// Two panels: the network beside its function, and the output of each hidden neuron, with marks
/// where the neurons switch.
std::vector<report::Panel> fit_panels(const std::string& function, const FunctionFit& fit);

}  // namespace gradus::demos
