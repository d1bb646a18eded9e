#include "python_network.h"

#include "gradus/interop/python_program.h"
#include "module_path.h"
#include "python_layer.h"
#include "python_placeholder.h"
#include "python_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gradus::interop {
namespace {

using Layers = std::vector<NamedLayer>;

bool is_index(const std::string& text, size_t index) {
  return text == std::to_string(index);
}

// --- the stack as one nn.Sequential ---

/// The models of gradus keep their layers as one Sequential does: all as children of one module,
/// numbered in the order of use, the first being 0, or 1 behind an nn.Flatten.
struct Stack {
  std::string name;  ///< of the Sequential; empty where it is none
  size_t first = 0;
};

Stack find_stack(const Layers& layers) {
  for (const size_t first : {size_t{0}, size_t{1}}) {
    std::string name;
    bool fits = true;
    for (size_t i = 0; i < layers.size(); ++i) {
      if (!has_tensors(layers[i])) continue;
      const auto path = split_path(layers[i].module);
      if (name.empty()) name = path.front();
      fits = fits && path.size() == 2 && path.front() == name && is_index(path.back(), i + first);
    }
    if (fits && is_python_name(name)) return {name, first};
  }
  return {};
}

std::string sequential(const Stack& stack, const Layers& layers) {
  std::string text = fmt::format("        self.{} = nn.Sequential(\n", stack.name);
  if (stack.first == 1) text += "            nn.Flatten(),\n";
  for (const auto& named : layers) text += "            " + python_layer(named.layer) + ",\n";
  return text + fmt::format("        )\n\n    def forward(self, x):\n        return self.{}(x)\n",
                            stack.name);
}

// --- layers anywhere in a module ---

/// How the sub-module is reached.
std::string reached(const ModulePath& path, size_t count) {
  const bool plain =
      std::all_of(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(count), is_python_name);
  if (count == 0) return "self";
  if (plain) return "self." + join_path(path, count);
  return fmt::format("self.get_submodule({})", python_literal(join_path(path, count)));
}

std::string assignment(const ModulePath& path, size_t count, const std::string& value) {
  const auto owner = reached(path, count - 1);
  const auto& name = path[count - 1];
  if (is_python_name(name)) return fmt::format("        {}.{} = {}\n", owner, name, value);
  return fmt::format("        {}.add_module({}, {})\n", owner, python_literal(name), value);
}

std::string general(const Layers& layers) {
  std::string made, steps;
  std::set<std::string> known;
  for (const auto& named : layers) {
    auto call = python_layer(named.layer);
    if (has_tensors(named)) {
      const auto path = split_path(named.module);
      for (size_t count = 1; count <= path.size(); ++count) {
        if (known.insert(join_path(path, count)).second)
          made += assignment(path, count, count == path.size() ? call : "nn.Module()");
      }
      call = reached(path, path.size());
    }
    steps += fmt::format("        x = {}(x)\n", call);
  }
  return made + "\n    def forward(self, x):\n" + steps + "        return x\n";
}

// --- small modules that torch.nn does not have ---

constexpr const char* kStep = R"(class Step(nn.Module):
    """1 above 0, 0 below, and at 0 what is said."""

    def __init__(self, at_zero):
        super().__init__()
        self.at_zero = at_zero

    def forward(self, x):
        return torch.heaviside(x, torch.tensor(self.at_zero, dtype=x.dtype))


)";

constexpr const char* kSign = R"(class Sign(nn.Module):
    """1 above 0, -1 below, 0 at 0."""

    def forward(self, x):
        return torch.sign(x)


)";

bool uses(const Layers& layers, ActivationKind kind) {
  return std::ranges::any_of(layers, [kind](const NamedLayer& named) {
    const auto* activation = std::get_if<ActivationLayer>(&named.layer);
    return activation != nullptr && activation->kind == kind;
  });
}

}  // namespace

std::string python_network(const Network& network) {
  if (!has_python_module(network)) return python_placeholder(network);
  const auto& layers = *network.layers;
  std::string text;
  if (uses(layers, ActivationKind::kStep)) text += kStep;
  if (uses(layers, ActivationKind::kSign)) text += kSign;
  text += "class Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n";
  const auto stack = find_stack(layers);
  return text + (stack.name.empty() ? general(layers) : sequential(stack, layers));
}

}  // namespace gradus::interop
