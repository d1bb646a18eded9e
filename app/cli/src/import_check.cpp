#include "import_check.h"

#include "gradus/core/error.h"
#include "gradus/core/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace gradus::cli {
namespace {

using interop::MappedTensor;
using interop::Misfit;

std::string module_of(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

/// `layers.` and 2 of `layers.2`; the place is -1 where the last part is no number.
std::pair<std::string_view, int64_t> place_of(std::string_view module) {
  const auto dot = module.rfind('.');
  const auto stack = dot == std::string_view::npos ? 0 : dot + 1;
  int64_t place = -1;
  if (!parse_integer(module.substr(stack), place)) place = -1;
  return {module.substr(0, stack), place};
}

/// Whether this is the network itself, as it is or in a wrapper of PyTorch.
bool is_outermost(std::string_view stack) {
  for (const std::string_view wrapper : {"module.", "_orig_mod."}) {
    if (stack.starts_with(wrapper)) return is_outermost(stack.substr(wrapper.size()));
  }
  return stack.empty();
}

/// Modules of the file and of the model, in the model's order.
std::vector<std::pair<std::string, std::string>> modules_of(const interop::NameMap& map) {
  std::vector<std::pair<std::string, std::string>> modules;
  for (const auto& tensor : map.tensors) {
    auto pair = std::pair(module_of(tensor.theirs), module_of(tensor.ours));
    if (!tensor.theirs.empty() && (modules.empty() || modules.back() != pair))
      modules.push_back(std::move(pair));
  }
  return modules;
}

bool is_given(const ImportRequest& request, const std::string& module) {
  return std::ranges::any_of(request.given_names, [&](const auto& given) {
    return module_of(given.first) == module || (module + ".").starts_with(given.first + ".");
  });
}

/// As in torch.nn.LSTM's weight_ih_l0.
bool is_recurrent(const std::string& name) {
  return name.find("weight_ih") != std::string::npos || name.find("weight_hh") != std::string::npos;
}

}  // namespace

void check_activations(const ImportRequest& request, const interop::NameMap& map,
                       ImportedNetwork& network) {
  const auto& settings = network.saved.settings;
  const auto activation = settings.find("activation");
  if (network.saved.model != "mlp" || activation == settings.end()) return;
  if (activation->second == "identity") return;
  const auto modules = modules_of(map);
  for (size_t i = 1; i < modules.size(); ++i) {
    const auto& [before, our_before] = modules[i - 1];
    const auto& [behind, our_behind] = modules[i];
    const auto [stack, place] = place_of(behind);
    const auto [stack_before, place_before] = place_of(before);
    const bool is_next = stack == stack_before && place_before >= 0 && place == place_before + 1;
    const bool has_gap = place_of(our_behind).second - place_of(our_before).second > 1;
    if (!is_next || !has_gap || is_given(request, behind)) continue;
    if (is_outermost(stack)) {
      throw CheckpointError(
          "nothing stands between '{0}' and '{1}', where the model has its activation: without one "
          "say --activation identity; where the network has {2} there, --map {1}={3}",
          before, behind, activation->second, our_behind);
    }
    if (request.model.settings.has("activation")) continue;
    network.notes.push_back(fmt::format(
        "nothing with a number stands between '{}' and '{}': if forward() has no activation there, "
        "say --activation identity",
        before, behind));
    return;
  }
}

bool is_transposed(const MappedTensor& tensor) {
  return tensor.misfit == Misfit::kShape && tensor.tensor.dim() == 2 && tensor.shape.size() == 2 &&
         tensor.tensor.size(0) == tensor.shape[1] && tensor.tensor.size(1) == tensor.shape[0];
}

std::string misfit_hint(const interop::NameMap& map) {
  for (const auto& tensor : map.tensors) {
    const bool is_unexpected = tensor.misfit == Misfit::kUnexpected;
    if (is_unexpected && (tensor.tensor.dim() > 2 || is_recurrent(tensor.theirs))) {
      return fmt::format(
          "; '{}' is of a convolution or a recurrent layer, and gradus has fully "
          "connected networks alone",
          tensor.theirs);
    }
  }
  const auto found = std::ranges::find_if(map.tensors, is_transposed);
  if (found == map.tensors.end()) return {};
  return fmt::format("; '{}' would fit transposed: save its .t()", found->theirs);
}

}  // namespace gradus::cli
