#include "gradus/interop/state_dict.h"
#include "memory_check.h"
#include "pickle.h"
#include "refuse.h"
#include "tensor_dictionary.h"
#include "tensor_record.h"
#include "zip_archive.h"

#include <torch/csrc/autograd/generated/variable_factories.h>

#include <algorithm>
#include <map>

namespace gradus::interop {
namespace {

const ZipEntry& record(const ZipArchive& archive, const std::string& name) {
  const auto* entry = archive.find(name);
  if (entry == nullptr) refuse("no record {}, which torch.save writes", shown(name));
  return *entry;
}

void check_kind(ZipArchive& archive) {
  if (archive.find("constants.pkl") != nullptr) {
    refuse(
        "a TorchScript archive (torch.jit.save, or torch::save in C++): in Python, "
        "torch.save(torch.jit.load(OLD).state_dict(), NEW) makes one that can be read");
  }
  constexpr uint64_t kLongest = 16;
  // PyTorch before 2.1 wrote none, and little-endian.
  const auto* order = archive.find("byteorder");
  if (order == nullptr) return;
  const auto text = archive.read(*order, kLongest);
  if (text != "little") refuse("byte order {}: expected 'little'", shown(text));
}

// As views may repeat values, a short file could ask for any amount of memory.
void check_total(const std::vector<TensorRecord>& tensors, uint64_t file_size) {
  constexpr uint64_t kTimes = 16;
  uint64_t total = 0;
  for (const auto& tensor : tensors) {
    uint64_t bytes = 0;
    if (__builtin_mul_overflow(static_cast<uint64_t>(tensor.numel), c10::elementSize(tensor.type),
                               &bytes) ||
        __builtin_add_overflow(total, bytes, &total) || total / kTimes > file_size) {
      refuse("its tensors would take more than {} times its {} bytes", kTimes, file_size);
    }
  }
  require_memory("its tensors", total);
}

/// The records that tensors are views of, each read once.
class Storages {
 public:
  explicit Storages(ZipArchive& archive) : archive_(archive) {}

  void check(const TensorRecord& tensor) {
    const auto& entry = record(archive_, tensor.record);
    if (entry.size / c10::elementSize(tensor.type) != static_cast<uint64_t>(tensor.count)) {
      refuse("tensor {}: its record {} has {} bytes, expected {} values of {}", shown(tensor.name),
             shown(tensor.record), entry.size, tensor.count, torch::toString(tensor.type));
    }
    auto& use = uses_[tensor.record];
    if (use.tensors++ == 0) use.type = tensor.type;
    if (use.type != tensor.type) refuse("record {} has two types", shown(tensor.record));
  }

  torch::Tensor read(const TensorRecord& tensor) {
    if (tensor.numel == 0) return torch::empty(tensor.sizes, tensor.type);
    auto& use = uses_.at(tensor.record);
    if (!use.values.defined()) use.values = values(tensor);
    const auto view = use.values.as_strided(tensor.sizes, tensor.strides, tensor.offset);
    const bool whole = use.tensors == 1 && tensor.numel == tensor.count && view.is_contiguous();
    const auto result = whole ? view : view.clone(at::MemoryFormat::Contiguous);
    if (--use.tensors == 0) use.values.reset();
    return result;
  }

 private:
  struct Use {
    torch::ScalarType type;
    int64_t tensors = 0;  ///< still to be read
    torch::Tensor values;
  };

  torch::Tensor values(const TensorRecord& tensor) {
    const auto& entry = record(archive_, tensor.record);
    // With room for what may follow the last whole value.
    const auto element = static_cast<int64_t>(c10::elementSize(tensor.type));
    auto bytes = torch::empty({(tensor.count + 1) * element}, torch::kUInt8);
    auto* data = bytes.data_ptr<uint8_t>();
    archive_.read(entry, reinterpret_cast<char*>(data));
    if (tensor.type == torch::kBool &&
        std::any_of(data, data + entry.size, [](uint8_t byte) { return byte > 1; })) {
      refuse("tensor {}: a bool that is neither 0 nor 1", shown(tensor.name));
    }
    return bytes.view(tensor.type).slice(0, 0, tensor.count);
  }

  ZipArchive& archive_;
  std::map<std::string, Use> uses_;
};

NamedTensors read(const std::filesystem::path& file, const std::string& key) {
  ZipArchive archive(file);
  check_kind(archive);
  const Pickle pickle(archive.read(record(archive, "data.pkl"), kMaxPickle));
  std::vector<TensorRecord> records;
  Storages storages(archive);
  for (const auto& [name, tensor] : tensor_dictionary(pickle.root(), key)) {
    records.push_back(tensor_record(name, *tensor));
    storages.check(records.back());
  }
  check_total(records, archive.file_size());
  NamedTensors tensors;
  for (const auto& one : records) tensors.emplace_back(one.name, storages.read(one));
  return tensors;
}

}  // namespace

NamedTensors read_state_dict(const std::filesystem::path& file, const std::string& key) {
  try {
    return read(file, key);
  } catch (const CheckpointError& error) {
    throw CheckpointError("'{}': {}", file.string(), error.what());
  }
}

}  // namespace gradus::interop
