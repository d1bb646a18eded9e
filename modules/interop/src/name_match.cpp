#include "name_match.h"

#include "tensor_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gradus::interop {
namespace {

/// What all these names begin with, up to each of their dots: nothing, `module.`, `module.net.`, …
std::vector<std::string> shared_prefixes(const NamedTensors& tensors) {
  std::vector<std::string> prefixes = {""};
  if (tensors.empty()) return prefixes;
  const auto& first = tensors.front().first;
  for (auto dot = first.find('.'); dot != std::string::npos; dot = first.find('.', dot + 1)) {
    const auto prefix = first.substr(0, dot + 1);
    const bool shared = std::ranges::all_of(
        tensors, [&](const auto& item) { return item.first.starts_with(prefix); });
    if (!shared) break;
    prefixes.push_back(prefix);
  }
  return prefixes;
}

Matches matches_with(const NamedTensors& theirs, const std::string& left_out,
                     const std::set<std::string>& our_names, const std::string& added) {
  Matches matches;
  for (const auto& [name, tensor] : theirs) {
    const auto own = added + name.substr(left_out.size());
    if (our_names.contains(own)) matches[own] = name;
  }
  return matches;
}

std::string rule_of(const std::string& left_out, const std::string& added) {
  std::string rule = "by name";
  if (!left_out.empty()) rule += fmt::format(", without '{}'", left_out);
  if (!added.empty()) rule += fmt::format(", with '{}' before", added);
  return rule;
}

}  // namespace

bool is_complete(const Matches& matches, const NamedTensors& theirs, const NamedTensors& ours) {
  return matches.size() == theirs.size() && std::ranges::all_of(ours, [&](const auto& item) {
           return matches.contains(item.first) || is_counter(item.first);
         });
}

NameMatch match_by_name(const NamedTensors& theirs, const NamedTensors& ours) {
  std::set<std::string> our_names;
  for (const auto& [name, tensor] : ours) our_names.insert(name);
  NameMatch best;
  for (const auto& left_out : shared_prefixes(theirs)) {
    for (const auto& added : shared_prefixes(ours)) {
      auto matches = matches_with(theirs, left_out, our_names, added);
      if (matches.size() > best.matches.size() || best.rule.empty())
        best = {std::move(matches), rule_of(left_out, added)};
    }
  }
  return best;
}

}  // namespace gradus::interop
