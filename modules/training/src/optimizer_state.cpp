#include "optimizer_state.h"

#include "gradus/core/error.h"
#include "optimizer_fields.h"

#include <algorithm>

namespace gradus::training {
namespace {

using torch::optim::Optimizer;
using torch::optim::OptimizerParamState;

struct NamedPiece {
  std::string parameter;
  torch::Tensor piece;  ///< of the tensor that is cut into pieces
};

/// The optimizer's parameter is a flat one, or (LBFGS) one of the model's own.
std::vector<NamedPiece> named_pieces(const torch::nn::Module& model,
                                     const engine::FlatParameters& flat,
                                     const torch::Tensor& parameter, const torch::Tensor& values) {
  std::vector<NamedPiece> named;
  for (const auto& [member, piece] : flat.pieces(parameter, values)) {
    for (const auto& candidate : model.named_parameters()) {
      if (candidate.value().is_same(member)) named.push_back({candidate.key(), piece});
    }
  }
  return named;
}

std::string rate_name(size_t group) {
  return fmt::format("groups.{}.learning_rate", group);
}

/// All parameters of all groups.
std::vector<torch::Tensor> parameters_of(const Optimizer& optimizer) {
  std::vector<torch::Tensor> parameters;
  for (const auto& group : optimizer.param_groups())
    parameters.insert(parameters.end(), group.params().begin(), group.params().end());
  return parameters;
}

void add_fields(StateMap& map, const OptimizerFields& fields, const torch::nn::Module& model,
                const engine::FlatParameters& flat, const torch::Tensor& parameter) {
  for (const auto& [name, values] : fields.tensors) {
    for (const auto& [owner, piece] : named_pieces(model, flat, parameter, values))
      map[name + "." + owner] = piece.detach().cpu().clone();
  }
  for (const auto& [name, value] : fields.counts) {
    for (const auto& [owner, piece] : named_pieces(model, flat, parameter, parameter.detach()))
      map[name + "." + owner] = integer_state(value);
  }
}

/// A tensor like `parameter` from its pieces; undefined where the state has none of them.
torch::Tensor joined(const StateMap& map, const std::string& field, const torch::nn::Module& model,
                     const engine::FlatParameters& flat, const torch::Tensor& parameter) {
  auto whole = torch::zeros_like(parameter.detach());
  const auto pieces = named_pieces(model, flat, parameter, whole);
  const bool has = std::ranges::any_of(
      pieces, [&](const NamedPiece& piece) { return map.contains(field + "." + piece.parameter); });
  if (!has) return {};
  for (const auto& [owner, piece] : pieces) {
    const auto name = field + "." + owner;
    const auto& saved = state_tensor(map, name);
    if (!saved.sizes().equals(piece.sizes()) || saved.scalar_type() != piece.scalar_type()) {
      throw CheckpointError("the optimizer's '{}' is {} {}, expected {} {}", name,
                            torch::toString(saved.scalar_type()), c10::str(saved.sizes()),
                            torch::toString(piece.scalar_type()), c10::str(piece.sizes()));
    }
    piece.copy_(saved);
  }
  return whole;
}

std::unique_ptr<OptimizerParamState> state_from(const StateMap& map, const std::string& kind,
                                                const torch::nn::Module& model,
                                                const engine::FlatParameters& flat,
                                                const torch::Tensor& parameter) {
  OptimizerFields fields;
  for (const auto& name : tensor_names(kind)) {
    auto values = joined(map, name, model, flat, parameter);
    if (values.defined()) fields.tensors.emplace_back(name, std::move(values));
  }
  if (fields.tensors.empty()) return nullptr;
  const auto pieces = named_pieces(model, flat, parameter, parameter.detach());
  for (const auto& name : count_names(kind))
    fields.counts.emplace_back(name, state_integer(map, name + "." + pieces.front().parameter));
  return make_state(kind, fields);
}

}  // namespace

StateMap optimizer_state(Optimizer& optimizer, const torch::nn::Module& model,
                         const engine::FlatParameters& flat) {
  const auto kind = optimizer_kind(optimizer);
  StateMap map = {{"kind", text_state(kind)}};
  const auto& groups = optimizer.param_groups();
  for (size_t i = 0; i < groups.size(); ++i)
    map[rate_name(i)] = number_state(groups[i].options().get_lr());
  for (const auto& parameter : parameters_of(optimizer)) {
    const auto found = optimizer.state().find(parameter.unsafeGetTensorImpl());
    if (found == optimizer.state().end()) continue;
    if (kind == "lbfgs") {
      add_state(map, "all.", lbfgs_state(*found->second));
    } else {
      add_fields(map, read_fields(kind, *found->second), model, flat, parameter);
    }
  }
  return map;
}

void load_optimizer(Optimizer& optimizer, const torch::nn::Module& model,
                    const engine::FlatParameters& flat, const StateMap& state) {
  const auto kind = optimizer_kind(optimizer);
  if (const auto saved = state_text(state, "kind"); saved != kind)
    throw CheckpointError("the checkpoint's optimizer is '{}', this training's '{}'", saved, kind);
  auto& groups = optimizer.param_groups();
  std::vector<double> rates;
  for (size_t i = 0; i < groups.size(); ++i) rates.push_back(state_number(state, rate_name(i)));

  const auto parameters = parameters_of(optimizer);
  std::vector<std::unique_ptr<OptimizerParamState>> states(parameters.size());
  if (kind == "lbfgs") {
    const auto all = state_with_prefix(state, "all.");
    if (!all.empty()) states.front() = make_lbfgs_state(all, parameters.front().device());
  } else {
    for (size_t i = 0; i < parameters.size(); ++i)
      states[i] = state_from(state, kind, model, flat, parameters[i]);
  }

  for (size_t i = 0; i < groups.size(); ++i) groups[i].options().set_lr(rates[i]);
  optimizer.state().clear();
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (states[i]) optimizer.state()[parameters[i].unsafeGetTensorImpl()] = std::move(states[i]);
  }
}

}  // namespace gradus::training
