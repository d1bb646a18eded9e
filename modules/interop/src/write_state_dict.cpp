#include "gradus/core/utf8.h"
#include "gradus/interop/state_dict.h"
#include "refuse.h"
#include "tensor_record.h"

#include <torch/csrc/jit/serialization/pickler.h>

#include <caffe2/serialize/inline_container.h>

namespace gradus::interop {
namespace {

/// On the CPU, as the only one of its storage, which is written whole.
torch::Tensor alone(const std::string& name, const torch::Tensor& tensor) {
  if (!is_utf8(name)) refuse("the tensor's name {} is no UTF-8", shown(name));
  if (!tensor.defined()) refuse("tensor {} is undefined", shown(name));
  check_state_type(name, tensor.scalar_type());
  const auto dense = tensor.detach().to(torch::kCPU).contiguous();
  return dense.storage().nbytes() == dense.nbytes() ? dense : dense.clone();
}

struct Pickled {
  std::string bytes;
  std::vector<torch::Tensor> storages;  ///< of records data/0, data/1, …
};

Pickled pickle(const c10::impl::GenericDict& dictionary) {
  Pickled result;
  const auto write = [&](const char* data, size_t size) { result.bytes.append(data, size); };
  const auto next_id = [&](const torch::Tensor& tensor) {
    result.storages.push_back(tensor);
    return std::to_string(result.storages.size() - 1);
  };
  // Without tags: they are calls that Python refuses where it takes weights alone.
  torch::jit::Pickler pickler(write, nullptr, nullptr, nullptr, next_id, /*tag_aggregates=*/false);
  pickler.protocol();
  pickler.pushIValue(dictionary);
  pickler.stop();
  return result;
}

std::string archive(const Pickled& pickled) {
  std::string bytes;
  caffe2::serialize::PyTorchStreamWriter writer([&](const void* data, size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  writer.writeRecord("data.pkl", pickled.bytes.data(), pickled.bytes.size());
  constexpr std::string_view kOrder = "little";
  writer.writeRecord("byteorder", kOrder.data(), kOrder.size());
  for (size_t i = 0; i < pickled.storages.size(); ++i) {
    const auto& storage = pickled.storages[i].storage();
    writer.writeRecord("data/" + std::to_string(i), storage.data(), storage.nbytes());
  }
  writer.writeEndOfFile();
  return bytes;
}

}  // namespace

std::string to_state_dict(const NamedTensors& tensors) {
  c10::impl::GenericDict dictionary(c10::StringType::get(), c10::TensorType::get());
  for (const auto& [name, tensor] : tensors) {
    if (!dictionary.insert(name, alone(name, tensor)).second) {
      refuse("tensor {} comes twice", shown(name));
    }
  }
  return archive(pickle(dictionary));
}

}  // namespace gradus::interop
