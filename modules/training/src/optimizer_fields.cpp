#include "optimizer_fields.h"

#include "gradus/core/error.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <map>

namespace gradus::training {
namespace {

namespace optim = torch::optim;
using StatePointer = std::unique_ptr<optim::OptimizerParamState>;

struct Kind {
  std::vector<std::string> counts, tensors;
  OptimizerFields (*read)(const optim::OptimizerParamState&);
  StatePointer (*make)(const OptimizerFields&);
};

/// Leaves out tensors that an option has not made.
OptimizerFields fields(std::vector<std::pair<std::string, int64_t>> counts,
                       std::vector<std::pair<std::string, torch::Tensor>> tensors) {
  std::erase_if(tensors, [](const auto& field) { return !field.second.defined(); });
  return {std::move(counts), std::move(tensors)};
}

int64_t count(const OptimizerFields& fields, const std::string& name) {
  for (const auto& [key, value] : fields.counts)
    if (key == name) return value;
  throw CheckpointError("the optimizer's '{}' is missing", name);
}

torch::Tensor tensor(const OptimizerFields& fields, const std::string& name) {
  for (const auto& [key, value] : fields.tensors)
    if (key == name) return value;
  return {};
}

template <typename State>
Kind adam_kind() {
  return {{"step"},
          {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"},
          [](const optim::OptimizerParamState& any) {
            const auto& state = static_cast<const State&>(any);
            return fields({{"step", state.step()}}, {{"exp_avg", state.exp_avg()},
                                                     {"exp_avg_sq", state.exp_avg_sq()},
                                                     {"max_exp_avg_sq", state.max_exp_avg_sq()}});
          },
          [](const OptimizerFields& from) -> StatePointer {
            auto state = std::make_unique<State>();
            state->step(count(from, "step"));
            state->exp_avg(tensor(from, "exp_avg"));
            state->exp_avg_sq(tensor(from, "exp_avg_sq"));
            state->max_exp_avg_sq(tensor(from, "max_exp_avg_sq"));
            return state;
          }};
}

Kind sgd_kind() {
  return {{},
          {"momentum_buffer"},
          [](const optim::OptimizerParamState& any) {
            const auto& state = static_cast<const optim::SGDParamState&>(any);
            return fields({}, {{"momentum_buffer", state.momentum_buffer()}});
          },
          [](const OptimizerFields& from) -> StatePointer {
            auto state = std::make_unique<optim::SGDParamState>();
            state->momentum_buffer(tensor(from, "momentum_buffer"));
            return state;
          }};
}

Kind rmsprop_kind() {
  return {{"step"},
          {"square_avg", "momentum_buffer", "grad_avg"},
          [](const optim::OptimizerParamState& any) {
            const auto& state = static_cast<const optim::RMSpropParamState&>(any);
            return fields({{"step", state.step()}}, {{"square_avg", state.square_avg()},
                                                     {"momentum_buffer", state.momentum_buffer()},
                                                     {"grad_avg", state.grad_avg()}});
          },
          [](const OptimizerFields& from) -> StatePointer {
            auto state = std::make_unique<optim::RMSpropParamState>();
            state->step(count(from, "step"));
            state->square_avg(tensor(from, "square_avg"));
            state->momentum_buffer(tensor(from, "momentum_buffer"));
            state->grad_avg(tensor(from, "grad_avg"));
            return state;
          }};
}

Kind adagrad_kind() {
  return {{"step"},
          {"sum"},
          [](const optim::OptimizerParamState& any) {
            const auto& state = static_cast<const optim::AdagradParamState&>(any);
            return fields({{"step", state.step()}}, {{"sum", state.sum()}});
          },
          [](const OptimizerFields& from) -> StatePointer {
            auto state = std::make_unique<optim::AdagradParamState>();
            state->step(count(from, "step"));
            state->sum(tensor(from, "sum"));
            return state;
          }};
}

const Kind& kind_of(const std::string& name) {
  static const std::map<std::string, Kind> kKinds = {{"adam", adam_kind<optim::AdamParamState>()},
                                                     {"adamw", adam_kind<optim::AdamWParamState>()},
                                                     {"sgd", sgd_kind()},
                                                     {"rmsprop", rmsprop_kind()},
                                                     {"adagrad", adagrad_kind()}};
  return kKinds.at(name);
}

}  // namespace

std::string optimizer_kind(const optim::Optimizer& optimizer) {
  if (dynamic_cast<const optim::Adam*>(&optimizer)) return "adam";
  if (dynamic_cast<const optim::AdamW*>(&optimizer)) return "adamw";
  if (dynamic_cast<const optim::SGD*>(&optimizer)) return "sgd";
  if (dynamic_cast<const optim::RMSprop*>(&optimizer)) return "rmsprop";
  if (dynamic_cast<const optim::Adagrad*>(&optimizer)) return "adagrad";
  if (dynamic_cast<const optim::LBFGS*>(&optimizer)) return "lbfgs";
  throw CheckpointError("the state of an optimizer that is none of LibTorch's cannot be saved");
}

std::vector<std::string> count_names(const std::string& kind) {
  return kind_of(kind).counts;
}

std::vector<std::string> tensor_names(const std::string& kind) {
  return kind_of(kind).tensors;
}

OptimizerFields read_fields(const std::string& kind, const optim::OptimizerParamState& state) {
  return kind_of(kind).read(state);
}

StatePointer make_state(const std::string& kind, const OptimizerFields& fields) {
  return kind_of(kind).make(fields);
}

}  // namespace gradus::training
