#include "gradus/interop/torchscript.h"

#include "gradus/core/error.h"
#include "module_path.h"
#include "python_text.h"
#include "script_source.h"

// The only source that pays for these headers.
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/export.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>

namespace gradus::interop {
namespace {

using torch::jit::Module;

constexpr const char* kClass = "__torch__.gradus.Network";
constexpr const char* kPart = "__torch__.gradus.Part";

/// Modules by dotted name; each is made with the first tensor in it, so that their order is the
/// state's.
class Tree {
 public:
  Tree() : unit_(std::make_shared<torch::jit::CompilationUnit>()), root_(kClass, unit_) {
    add_mode(root_);
  }

  Module& root() { return root_; }

  void add(const std::string& name, const torch::Tensor& tensor, bool is_buffer) {
    auto [owner, own_name] = split(name);
    if (is_buffer) {
      owner.register_buffer(own_name, tensor);
    } else {
      owner.register_parameter(own_name, tensor, /*is_buffer=*/false);
    }
  }

 private:
  /// Python looks for it.
  static void add_mode(Module& module) {
    module.register_attribute("training", c10::BoolType::get(), false);
  }

  std::pair<Module, std::string> split(const std::string& name) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) return {root_, name};
    return {part(name.substr(0, dot)), name.substr(dot + 1)};
  }

  Module part(const std::string& name) {
    if (const auto found = parts_.find(name); found != parts_.end()) return found->second;
    auto [owner, own_name] = split(name);
    Module made(kPart, unit_, /*shouldMangle=*/true);
    add_mode(made);
    owner.register_module(own_name, made);
    return parts_.emplace(name, made).first->second;
  }

  std::shared_ptr<torch::jit::CompilationUnit> unit_;
  Module root_;
  std::map<std::string, Module> parts_;
};

/// TorchScript's writer puts these where its reader expects something else (PyTorch 2.13): words of
/// Python without quotes, and wrong escapes of what is not plain ASCII.
bool is_unwritable(const std::string& name) {
  const bool is_keyword = is_python_name(name + "_") && !is_python_name(name);
  const bool is_plain = std::ranges::all_of(
      name, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  return is_keyword || !is_plain || name == "training" || name == "forward";
}

void check_names(const Network& network) {
  for (const auto& [name, tensor] : network.state) {
    for (const auto& part : split_path(name)) {
      if (!is_unwritable(part)) continue;
      throw CheckpointError(
          "model '{}' cannot be exported as TorchScript, which cannot write '{}' in the name '{}': "
          "give that module another name, or export as safetensors or state-dict",
          network.model, part, name);
    }
  }
}

/// A name that the network's own modules and tensors leave free.
std::string free_name(const Network& network) {
  std::string name = "standardization";
  const auto taken = [&](const auto& item) {
    return item.first == name || item.first.starts_with(name + ".");
  };
  while (std::ranges::any_of(network.state, taken)) name += "_";
  return name;
}

/// As Python has it after loading; a parameter of whole numbers has no gradient.
torch::Tensor as_parameter(const torch::Tensor& tensor) {
  return tensor.detach().requires_grad_(tensor.is_floating_point());
}

/// A list is no buffer: `state_dict()` has the network's own names alone.
void add_numbers(Module& root, const std::string& name, const Network& network) {
  c10::List<torch::Tensor> numbers({network.input_mean, network.input_std});
  if (network.target_mean.defined()) {
    numbers.push_back(network.target_mean);
    numbers.push_back(network.target_std);
  }
  root.register_attribute(name, c10::ListType::ofTensors(), numbers);
}

/// The first line with something in it: the compiler's messages begin with an empty one.
std::string first_line(std::string_view text) {
  const auto begin = text.find_first_not_of(" \n");
  if (begin == std::string_view::npos) return "no reason given";
  return std::string(text.substr(begin, text.find('\n', begin) - begin));
}

void define(Module& root, const std::string& source, const std::string& model) {
  try {
    root.define(source);
  } catch (const std::exception& error) {
    throw CheckpointError(
        "model '{}' cannot be exported as TorchScript: PyTorch's compiler says: {}; export it in "
        "another format",
        model, first_line(error.what()));
  }
}

}  // namespace

std::string to_torchscript(const Network& network) {
  check_names(network);
  const auto numbers = free_name(network);
  const auto source = script_source(network, numbers);
  Tree tree;
  for (const auto& [name, tensor] : network.state) {
    const bool is_buffer = std::ranges::find(network.buffers, name) != network.buffers.end();
    tree.add(name, is_buffer ? tensor : as_parameter(tensor), is_buffer);
  }
  add_numbers(tree.root(), numbers, network);
  define(tree.root(), source, network.model);
  std::string bytes;
  torch::jit::ExportModule(tree.root(), [&](const void* data, size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  return bytes;
}

}  // namespace gradus::interop
