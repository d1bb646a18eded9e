#include "given_match.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "tensor_group.h"

#include <algorithm>
#include <set>

namespace gradus::interop {
namespace {

bool has(const NamedTensors& tensors, const std::string& name) {
  return std::ranges::find(tensors, name, &NamedTensors::value_type::first) != tensors.end();
}

/// Names of tensors and of the modules that keep them.
std::vector<std::string> candidates_of(const NamedTensors& tensors) {
  std::set<std::string> names;
  for (const auto& [name, tensor] : tensors) {
    names.insert(name);
    if (!module_of(name).empty()) names.insert(module_of(name));
  }
  return {names.begin(), names.end()};
}

/// A tensor by its name, or those of a module: their names behind the module's.
std::vector<std::string> named_by(const NamedTensors& tensors, const std::string& name) {
  if (has(tensors, name)) return {""};
  std::vector<std::string> rests;
  for (const auto& item : tensors) {
    if (item.first.starts_with(name + ".")) rests.push_back(item.first.substr(name.size()));
  }
  return rests;
}

}  // namespace

Matches given_matches(const NamedTensors& theirs, const NamedTensors& ours,
                      const GivenNames& given) {
  Matches matches;
  std::set<std::string> used;
  for (const auto& [their, own] : given) {
    const auto rests = named_by(theirs, their);
    if (rests.empty())
      throw UsageError("--map: {}",
                       unknown_name_message("tensor of the file", their, candidates_of(theirs)));
    if (named_by(ours, own).empty())
      throw UsageError("--map: {}",
                       unknown_name_message("tensor of the model", own, candidates_of(ours)));
    for (const auto& rest : rests) {
      if (!has(ours, own + rest)) continue;  // told as unexpected
      if (!used.insert(their + rest).second || !matches.emplace(own + rest, their + rest).second)
        throw UsageError("--map {}={}: '{}' or '{}' is mapped already", their, own, their + rest,
                         own + rest);
    }
  }
  return matches;
}

}  // namespace gradus::interop
