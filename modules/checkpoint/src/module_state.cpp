#include "gradus/checkpoint/module_state.h"

#include "gradus/core/error.h"

#include <ATen/core/grad_mode.h>

#include <fmt/ranges.h>

#include <vector>

namespace gradus::checkpoint {
namespace {

// A wrong model differs everywhere; the first few differences tell enough.
constexpr size_t kMaxProblems = 4;

std::string shape_text(const torch::Tensor& tensor) {
  return fmt::format("{} [{}]", torch::toString(tensor.scalar_type()),
                     fmt::join(tensor.sizes().vec(), ", "));
}

std::vector<std::string> differences(const TensorMap& model, const TensorMap& saved) {
  std::vector<std::string> problems;
  for (const auto& [name, tensor] : model) {
    const auto found = saved.find(name);
    if (found == saved.end()) {
      problems.push_back(fmt::format("'{}' is missing", name));
    } else if (found->second.sizes() != tensor.sizes() ||
               found->second.scalar_type() != tensor.scalar_type()) {
      problems.push_back(fmt::format("'{}' is {}, the model has {}", name,
                                     shape_text(found->second), shape_text(tensor)));
    }
  }
  for (const auto& [name, tensor] : saved) {
    if (!model.contains(name)) {
      problems.push_back(fmt::format("'{}' {} is not in the model", name, shape_text(tensor)));
    }
  }
  return problems;
}

}  // namespace

TensorMap state_of(const torch::nn::Module& module) {
  TensorMap state;
  for (const auto& item : module.named_parameters()) state[item.key()] = item.value().detach();
  for (const auto& item : module.named_buffers()) state[item.key()] = item.value().detach();
  return state;
}

void load_state(torch::nn::Module& module, const TensorMap& state) {
  TensorMap target = state_of(module);
  auto problems = differences(target, state);
  if (problems.size() > kMaxProblems) {
    const size_t more = problems.size() - kMaxProblems;
    problems.resize(kMaxProblems);
    problems.push_back(fmt::format("and {} more", more));
  }
  if (!problems.empty()) {
    throw CheckpointError("the saved weights do not fit the model: {}", fmt::join(problems, "; "));
  }
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : target) tensor.copy_(state.at(name));
}

}  // namespace gradus::checkpoint
