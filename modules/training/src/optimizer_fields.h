/// What LibTorch's optimizers remember of a parameter, as named counts and tensors.
#pragma once
#include "gradus/core/state.h"

#include <torch/optim/optimizer.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gradus::training {

struct OptimizerFields {
  std::vector<std::pair<std::string, int64_t>> counts;
  std::vector<std::pair<std::string, torch::Tensor>> tensors;  ///< like the parameter; defined
};

/// "sgd", "adam", "adamw", "rmsprop", "adagrad", "lbfgs". Throws `CheckpointError` for others.
std::string optimizer_kind(const torch::optim::Optimizer& optimizer);

/// The names of the counts and of the tensors that such an optimizer may have (not for "lbfgs").
std::vector<std::string> count_names(const std::string& kind);
std::vector<std::string> tensor_names(const std::string& kind);

/// `state` is of the optimizer `kind`, not "lbfgs".
OptimizerFields read_fields(const std::string& kind,
                            const torch::optim::OptimizerParamState& state);
std::unique_ptr<torch::optim::OptimizerParamState> make_state(const std::string& kind,
                                                              const OptimizerFields& fields);

/// LBFGS remembers vectors over all parameters.
StateMap lbfgs_state(const torch::optim::OptimizerParamState& state);
std::unique_ptr<torch::optim::OptimizerParamState> make_lbfgs_state(const StateMap& state,
                                                                    torch::Device device);

}  // namespace gradus::training
