#include "optimizer_fields.h"

#include <torch/optim/lbfgs.h>

namespace gradus::training {
namespace {

using torch::optim::LBFGSParamState;

template <typename Tensors>
void add_list(StateMap& map, const std::string& name, const Tensors& tensors) {
  map[name + ".count"] = integer_state(static_cast<int64_t>(tensors.size()));
  for (size_t i = 0; i < tensors.size(); ++i)
    map[fmt::format("{}.{}", name, i)] = tensors[i].detach().cpu().clone();
}

template <typename Tensors>
Tensors list_of(const StateMap& map, const std::string& name, torch::Device device) {
  Tensors tensors;
  const auto count = state_integer(map, name + ".count");
  for (int64_t i = 0; i < count; ++i)
    tensors.push_back(state_tensor(map, fmt::format("{}.{}", name, i)).to(device, false, true));
  return tensors;
}

void add_tensor(StateMap& map, const std::string& name, const torch::Tensor& tensor) {
  if (tensor.defined()) map[name] = tensor.detach().cpu().clone();
}

torch::Tensor tensor_of(const StateMap& map, const std::string& name, torch::Device device) {
  const auto found = map.find(name);
  return found == map.end() ? torch::Tensor() : found->second.to(device, false, true);
}

}  // namespace

StateMap lbfgs_state(const torch::optim::OptimizerParamState& any) {
  const auto& state = static_cast<const LBFGSParamState&>(any);
  StateMap map = {{"func_evals", integer_state(state.func_evals())},
                  {"n_iter", integer_state(state.n_iter())},
                  {"t", number_state(state.t())},
                  {"prev_loss", number_state(state.prev_loss())}};
  add_tensor(map, "d", state.d());
  add_tensor(map, "H_diag", state.H_diag());
  add_tensor(map, "prev_flat_grad", state.prev_flat_grad());
  add_list(map, "old_dirs", state.old_dirs());
  add_list(map, "old_stps", state.old_stps());
  add_list(map, "ro", state.ro());
  return map;
}

std::unique_ptr<torch::optim::OptimizerParamState> make_lbfgs_state(const StateMap& map,
                                                                    torch::Device device) {
  auto state = std::make_unique<LBFGSParamState>();
  state->func_evals(state_integer(map, "func_evals"));
  state->n_iter(state_integer(map, "n_iter"));
  state->t(state_number(map, "t"));
  state->prev_loss(state_number(map, "prev_loss"));
  state->d(tensor_of(map, "d", device));
  state->H_diag(tensor_of(map, "H_diag", device));
  state->prev_flat_grad(tensor_of(map, "prev_flat_grad", device));
  state->old_dirs(list_of<std::deque<torch::Tensor>>(map, "old_dirs", device));
  state->old_stps(list_of<std::deque<torch::Tensor>>(map, "old_stps", device));
  state->ro(list_of<std::deque<torch::Tensor>>(map, "ro", device));
  return state;
}

}  // namespace gradus::training
