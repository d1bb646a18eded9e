#include "module_path.h"

#include "gradus/interop/python_program.h"
#include "python_layer.h"
#include "python_text.h"

#include <algorithm>
#include <set>

namespace gradus::interop {

ModulePath split_path(const std::string& dotted) {
  ModulePath parts(1);
  for (const char c : dotted) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string join_path(const ModulePath& path, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ".") + path[i];
  return text;
}

bool has_tensors(const NamedLayer& named) {
  return !python_tensors(named.layer).empty();
}

namespace {

std::set<std::string> tensor_names(const std::vector<NamedLayer>& layers) {
  std::set<std::string> names;
  for (const auto& named : layers) {
    for (const auto& tensor : python_tensors(named.layer))
      names.insert(named.module.empty() ? tensor : named.module + "." + tensor);
  }
  return names;
}

/// A place for a sub-module that is free in Python.
bool is_possible(const NamedLayer& named) {
  return std::ranges::all_of(split_path(named.module), [](const std::string& name) {
    return !name.empty() && !is_taken_by_module(name);
  });
}

/// No module may stand inside of another that computes something itself.
bool are_apart(const std::vector<NamedLayer>& layers) {
  std::set<std::string> places;
  for (const auto& named : layers)
    if (has_tensors(named)) places.insert(named.module);
  return std::ranges::none_of(places, [&](const std::string& place) {
    const auto path = split_path(place);
    for (size_t count = 1; count < path.size(); ++count)
      if (places.contains(join_path(path, count))) return true;
    return false;
  });
}

}  // namespace

bool has_python_module(const Network& network) {
  if (!network.layers) return false;
  std::set<std::string> names;
  for (const auto& [name, tensor] : network.state) names.insert(name);
  return names == tensor_names(*network.layers) && are_apart(*network.layers) &&
         std::ranges::all_of(*network.layers, [](const NamedLayer& named) {
           return !has_tensors(named) || is_possible(named);
         });
}

}  // namespace gradus::interop
