#include "module_match.h"

#include "tensor_group.h"

#include <fmt/format.h>

#include <algorithm>

namespace gradus::interop {
namespace {

/// The same names of tensors, of as many dimensions.
bool are_alike(const TensorGroup& a, const TensorGroup& b) {
  if (a.tensors.size() != b.tensors.size()) return false;
  return std::ranges::all_of(a.tensors, [&](const auto& item) {
    const auto other = b.find(item.first);
    return other.defined() && other.dim() == item.second.dim();
  });
}

}  // namespace

void add_module(Matches& matches, const TensorGroup& theirs, const TensorGroup& ours) {
  const auto full = [](const std::string& module, const std::string& leaf) {
    return module.empty() ? leaf : module + "." + leaf;
  };
  for (const auto& [leaf, tensor] : ours.tensors) {
    if (theirs.find(leaf).defined()) matches[full(ours.module, leaf)] = full(theirs.module, leaf);
  }
}

void add_counters(Matches& matches, const NamedTensors& theirs, const NamedTensors& ours) {
  std::map<std::string, std::string> modules;
  for (const auto& [own, their] : matches) modules[module_of(their)] = module_of(own);
  for (const auto& [name, tensor] : theirs) {
    const auto found = modules.find(module_of(name));
    if (!is_counter(name) || found == modules.end()) continue;
    const auto own = fmt::format("{}.{}", found->second, kCounter);
    const bool known =
        std::ranges::any_of(ours, [&](const auto& item) { return item.first == own; });
    if (known) matches[own] = name;
  }
}

Matches align(const NamedTensors& theirs, const NamedTensors& ours) {
  auto free = group_tensors(theirs);
  auto wanted = group_tensors(ours);
  Matches matches;
  const auto take = [&](const auto& fits) {
    std::erase_if(wanted, [&](const TensorGroup& own) {
      const auto found =
          std::ranges::find_if(free, [&](const auto& group) { return fits(group, own); });
      if (found == free.end()) return false;
      add_module(matches, *found, own);
      free.erase(found);
      return true;
    });
  };
  take([](const auto& a, const auto& b) { return a.signature == b.signature; });
  take(are_alike);
  add_counters(matches, theirs, ours);
  return matches;
}

}  // namespace gradus::interop
