/// What a pickle of tensors is made of.
#pragma once
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace gradus::interop {

/// What such a pickle may name of Python's. Nothing is called: each stands for a form of data.
enum class PickleGlobal {
  kDict,              ///< collections.OrderedDict, Counter: of nothing or of another dictionary
  kSize,              ///< torch.Size: a tuple
  kRebuildTensor,     ///< torch._utils._rebuild_tensor_v2: a view of a storage
  kRebuildParameter,  ///< torch._utils._rebuild_parameter: its first argument
};

/// As in torch.FloatStorage: the type of a storage's values.
struct StorageType {
  std::string_view name;  ///< `FloatStorage`
};

struct PickleNone {};
/// A whole number beyond 64 bits.
struct PickleLargeNumber {};

struct PickleNode;

/// Texts are parts of the pickle's bytes.
using PickleValue = std::variant<PickleNone, bool, int64_t, PickleLargeNumber, double,
                                 std::string_view, PickleGlobal, StorageType, PickleNode*>;

struct PickleNode {
  enum class Kind {
    kTuple,
    kList,
    kDict,     ///< key, value, key, value, …
    kStorage,  ///< type, name of its record without `data/`, number of values
    kTensor,   ///< storage, offset, sizes, strides, requires_grad, hooks [, metadata]
  };
  Kind kind;
  std::vector<PickleValue> items;
};

/// The node, where `value` is one of this kind; otherwise nullptr.
inline const PickleNode* node_of(const PickleValue& value, PickleNode::Kind kind) {
  const auto* node = std::get_if<PickleNode*>(&value);
  return node != nullptr && (*node)->kind == kind ? *node : nullptr;
}

}  // namespace gradus::interop
