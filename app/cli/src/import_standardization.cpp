#include "import_standardization.h"

#include "gradus/core/error.h"
#include "gradus/data/standardization.h"
#include "gradus/interop/tensor_file.h"

#include <fmt/ranges.h>

namespace gradus::cli {
namespace {

/// One number stands for all: `()` as we keep it for inputs, repeated for targets.
torch::Tensor fitted(torch::Tensor tensor, const std::string& name, int64_t size) {
  if (tensor.is_floating_point()) tensor = tensor.to(torch::kFloat32);
  const bool is_input = name.starts_with("input");
  if (tensor.numel() == 1 && tensor.dim() <= 1 && size != 1)
    return is_input ? tensor.reshape({}) : tensor.reshape({1}).repeat({size});
  if (tensor.numel() == 1 && tensor.dim() == 0) return is_input ? tensor : tensor.reshape({1});
  if (tensor.sizes() == torch::IntArrayRef({size})) return tensor;
  throw CheckpointError("standardisation: '{}' is [{}], the network has {} {}", name,
                        fmt::join(tensor.sizes().vec(), ", "), size,
                        is_input ? "inputs" : "outputs");
}

/// The message of what is refused lacks the file.
checkpoint::TensorMap standardization_of(const interop::NamedTensors& read,
                                         const checkpoint::SavedModel& saved) {
  checkpoint::TensorMap tensors;
  const bool is_classifier = saved.task == "classification";
  for (const auto& [name, tensor] : read) {
    const bool is_input = name == "input_mean" || name == "input_std";
    const bool is_target = name == "target_mean" || name == "target_std";
    if ((!is_input && !is_target) || (is_target && is_classifier)) {
      throw CheckpointError("it holds '{}', expected input_mean and input_std{}", name,
                            is_classifier ? "" : ", target_mean and target_std");
    }
    tensors[name] = fitted(tensor, name, is_input ? saved.in_features : saved.out_features);
  }
  auto standardization = data::Standardization::from_tensors(tensors).tensors();
  if (standardization.at("input_mean").dim() == 1 && saved.input_shape.size() > 1) {
    throw CheckpointError(
        "standardisation: the inputs are pictures of [{}], which have one mean and deviation: "
        "expected one number each",
        fmt::join(saved.input_shape, ", "));
  }
  return standardization;
}

}  // namespace

checkpoint::TensorMap import_standardization(const std::filesystem::path& file,
                                             const checkpoint::SavedModel& saved) {
  if (file.empty()) return data::Standardization().tensors();
  const auto read = interop::read_tensor_file(file);
  try {
    return standardization_of(read.tensors, saved);
  } catch (const CheckpointError& error) {
    throw CheckpointError("'{}': {}", file.string(), error.what());
  }
}

}  // namespace gradus::cli
