#include "pickle_calls.h"

#include "refuse.h"

namespace gradus::interop {
namespace {

using Kind = PickleNode::Kind;
using Items = std::vector<PickleValue>;

PickleValue dictionary(const Items& arguments, std::deque<PickleNode>& nodes) {
  if (arguments.empty()) return &nodes.emplace_back(PickleNode{Kind::kDict, {}});
  if (arguments.size() == 1 && node_of(arguments[0], Kind::kDict) != nullptr) return arguments[0];
  refuse("data.pkl is broken: a dictionary of something else than one");
}

PickleValue tensor(const Items& arguments, std::deque<PickleNode>& nodes) {
  const size_t count = arguments.size();
  const bool fits = (count == 6 || count == 7) &&
                    node_of(arguments[0], Kind::kStorage) != nullptr &&
                    std::holds_alternative<int64_t>(arguments[1]) &&
                    node_of(arguments[2], Kind::kTuple) != nullptr &&
                    node_of(arguments[3], Kind::kTuple) != nullptr;
  if (!fits) refuse("data.pkl is broken: a tensor without storage, offset, sizes and strides");
  return &nodes.emplace_back(PickleNode{Kind::kTensor, arguments});
}

}  // namespace

PickleValue pickle_call(const PickleValue& function, const PickleValue& arguments,
                        std::deque<PickleNode>& nodes) {
  const auto* meaning = std::get_if<PickleGlobal>(&function);
  const auto* tuple = node_of(arguments, Kind::kTuple);
  if (meaning == nullptr || tuple == nullptr) refuse("data.pkl is broken: it calls no function");
  const Items& items = tuple->items;
  switch (*meaning) {
    case PickleGlobal::kDict:
      return dictionary(items, nodes);
    case PickleGlobal::kRebuildTensor:
      return tensor(items, nodes);
    case PickleGlobal::kSize:
      if (items.size() == 1 && node_of(items[0], Kind::kTuple) != nullptr) return items[0];
      refuse("data.pkl is broken: a torch.Size of something else than a tuple");
    case PickleGlobal::kRebuildParameter:
      if (items.size() == 3 && node_of(items[0], Kind::kTensor) != nullptr) return items[0];
      refuse("data.pkl is broken: a parameter of something else than a tensor");
  }
  refuse("data.pkl is broken: it calls no function");
}

PickleValue pickle_storage(const PickleValue& id, std::deque<PickleNode>& nodes) {
  const auto* tuple = node_of(id, Kind::kTuple);
  const bool fits = tuple != nullptr && tuple->items.size() == 5 &&
                    std::holds_alternative<std::string_view>(tuple->items[0]) &&
                    std::get<std::string_view>(tuple->items[0]) == "storage" &&
                    std::holds_alternative<StorageType>(tuple->items[1]) &&
                    std::holds_alternative<std::string_view>(tuple->items[2]) &&
                    std::holds_alternative<int64_t>(tuple->items[4]);
  if (!fits) refuse("data.pkl is broken: a storage without type, name and size");
  constexpr size_t kMaxName = 64;  // torch.save counts: 0, 1, 2, …
  if (std::get<std::string_view>(tuple->items[2]).size() > kMaxName) {
    refuse("data.pkl is broken: a storage's name of more than {} bytes", kMaxName);
  }
  const Items& items = tuple->items;  // items[3] is the device it was on
  return &nodes.emplace_back(PickleNode{Kind::kStorage, {items[1], items[2], items[4]}});
}

void check_pickle_attributes(const PickleValue& target) {
  if (node_of(target, Kind::kDict) == nullptr) {
    refuse("data.pkl is broken: attributes of something else than a dictionary");
  }
}

}  // namespace gradus::interop
