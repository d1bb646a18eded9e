#include "pickle_globals.h"

#include "refuse.h"

namespace gradus::interop {
namespace {

struct Known {
  std::string_view module, name;
  PickleGlobal meaning;
};
constexpr Known kKnown[] = {
    {"collections", "OrderedDict", PickleGlobal::kDict},
    {"collections", "Counter", PickleGlobal::kDict},  // in the state of MultiStepLR
    {"torch", "Size", PickleGlobal::kSize},
    {"torch._utils", "_rebuild_tensor_v2", PickleGlobal::kRebuildTensor},
    {"torch._utils", "_rebuild_parameter", PickleGlobal::kRebuildParameter},
};

/// How PyTorch keeps other tensors, and what they are.
struct Other {
  std::string_view name, what;
};
constexpr Other kOthers[] = {
    {"_rebuild_sparse_tensor", "is sparse"},
    {"_rebuild_qtensor", "is quantised"},
    {"_rebuild_nested_tensor", "is nested"},
    {"_rebuild_meta_tensor_no_storage", "has no values (device meta)"},
    {"_rebuild_tensor_v3", "has a type that came after bfloat16"},
};

}  // namespace

PickleValue pickle_global(std::string_view module, std::string_view name, std::string_view key) {
  for (const auto& known : kKnown) {
    if (module == known.module && name == known.name) return known.meaning;
  }
  // Which of them is a type that can be read is asked where a tensor of it is.
  if ((module == "torch" || module == "torch.storage") && name.ends_with("Storage")) {
    return StorageType{name};
  }
  for (const auto& other : kOthers) {
    if (module == "torch._utils" && name == other.name) {
      refuse(
          "tensor {} {}: expected dense values of float64, float32, float16, bfloat16, int64, "
          "int32, int16, int8, uint8 or bool",
          shown(key), other.what);
    }
  }
  refuse(
      "global {} is refused: a state dict needs none of it; in Python, "
      "torch.save(model.state_dict(), FILE) makes one",
      shown(fmt::format("{}.{}", module, name)));
}

}  // namespace gradus::interop
