#include "gradus/interop/network.h"

#include "gradus/core/error.h"

#include <fmt/ranges.h>

#include <map>
#include <string_view>

namespace gradus::interop {
namespace {

/// Names by tensor: a layer holds the module's own tensors, not copies.
using TensorNames = std::map<const c10::TensorImpl*, std::string>;

TensorNames names_of(const torch::nn::Module& module) {
  TensorNames names;
  // `emplace` keeps the first name of a tensor that has several.
  for (const auto& item : module.named_parameters())
    names.emplace(item.value().unsafeGetTensorImpl(), item.key());
  for (const auto& item : module.named_buffers())
    names.emplace(item.value().unsafeGetTensorImpl(), item.key());
  return names;
}

bool is_named(const TensorNames& names, const torch::Tensor& tensor, const std::string& name) {
  const auto found = names.find(tensor.unsafeGetTensorImpl());
  return found != names.end() && found->second == name;
}

/// The module that keeps all these tensors under PyTorch's names for them; nothing where they are
/// somewhere else, since no layer of PyTorch could load them then.
std::optional<std::string> module_of(
    const TensorNames& names,
    const std::vector<std::pair<std::string_view, torch::Tensor>>& tensors) {
  const auto& [first, tensor] = tensors.front();
  const auto found = names.find(tensor.unsafeGetTensorImpl());
  if (found == names.end()) return std::nullopt;
  if (found->second != first && !found->second.ends_with(fmt::format(".{}", first)))
    return std::nullopt;
  const auto prefix = found->second.substr(0, found->second.size() - first.size());
  for (const auto& [name, part] : tensors) {
    if (part.defined() && !is_named(names, part, fmt::format("{}{}", prefix, name)))
      return std::nullopt;
  }
  return prefix.substr(0, prefix.empty() ? 0 : prefix.size() - 1);
}

struct ModuleName {
  const TensorNames& names;

  std::optional<std::string> operator()(const LinearLayer& layer) const {
    return module_of(names, {{"weight", layer.weight}, {"bias", layer.bias}});
  }
  std::optional<std::string> operator()(const PReLULayer& layer) const {
    return module_of(names, {{"weight", layer.slope}});
  }
  std::optional<std::string> operator()(const BatchNormLayer& layer) const {
    return module_of(names, {{"weight", layer.weight},
                             {"bias", layer.bias},
                             {"running_mean", layer.running_mean},
                             {"running_var", layer.running_variance}});
  }
  std::optional<std::string> operator()(const LayerNormLayer& layer) const {
    return module_of(names, {{"weight", layer.weight}, {"bias", layer.bias}});
  }
  std::optional<std::string> operator()(const ActivationLayer&) const { return ""; }
  std::optional<std::string> operator()(const DropoutLayer&) const { return ""; }
};

std::optional<std::vector<NamedLayer>> named_layers(const torch::nn::Module& module) {
  const auto* stack = dynamic_cast<const FeedForward*>(&module);
  const auto layers = stack == nullptr ? std::nullopt : stack->feed_forward_layers();
  if (!layers) return std::nullopt;
  const auto names = names_of(module);
  std::vector<NamedLayer> result;
  for (const auto& layer : *layers) {
    auto name = std::visit(ModuleName{names}, layer);
    if (!name) return std::nullopt;
    result.push_back({std::move(*name), layer});
  }
  return result;
}

/// Standardisation as `gradus predict` applies it: one number for all of a row's, or one each.
torch::Tensor row_tensor(const checkpoint::TensorMap& tensors, const std::string& name,
                         int64_t size, bool may_be_scalar) {
  const auto found = tensors.find(name);
  if (found == tensors.end() || !found->second.defined())
    throw CheckpointError("standardisation: '{}' is missing", name);
  const auto& tensor = found->second;
  const bool is_row = tensor.dim() == 1 && tensor.size(0) == size;
  if (!is_row && !(may_be_scalar && tensor.dim() == 0)) {
    throw CheckpointError("standardisation: '{}' has the shape [{}], expected [{}]", name,
                          fmt::join(tensor.sizes().vec(), ", "), size);
  }
  return tensor.cpu();
}

void set_standardization(Network& network, const checkpoint::TensorMap& tensors) {
  network.input_mean = row_tensor(tensors, "input_mean", network.in_features, true);
  network.input_std = row_tensor(tensors, "input_std", network.in_features, true);
  if (network.is_classifier || !tensors.contains("target_mean")) return;
  network.target_mean = row_tensor(tensors, "target_mean", network.out_features, false);
  network.target_std = row_tensor(tensors, "target_std", network.out_features, false);
}

}  // namespace

NamedTensors named_state(const torch::nn::Module& module) {
  NamedTensors state;
  for (const auto& part : module.named_modules()) {
    const auto prefix = part.key().empty() ? "" : part.key() + ".";
    const auto add = [&](const auto& items) {
      for (const auto& item : items)
        state.emplace_back(prefix + item.key(), item.value().detach().cpu());
    };
    add(part.value()->named_parameters(/*recurse=*/false));
    add(part.value()->named_buffers(/*recurse=*/false));
  }
  return state;
}

Network describe_network(const torch::nn::Module& module, const checkpoint::SavedModel& saved) {
  Network network;
  network.model = saved.model;
  network.layers = named_layers(module);
  network.state = named_state(module);
  network.buffers = module.named_buffers().keys();
  const auto parameters = module.parameters();
  if (!parameters.empty()) network.type = parameters.front().scalar_type();
  network.input_shape = saved.input_shape;
  network.in_features = saved.in_features;
  network.out_features = saved.out_features;
  network.is_classifier = saved.task == "classification";
  network.class_names = saved.class_names;
  network.feature_names = saved.feature_names;
  network.target_names = saved.target_names;
  set_standardization(network, saved.standardization);
  return network;
}

}  // namespace gradus::interop
