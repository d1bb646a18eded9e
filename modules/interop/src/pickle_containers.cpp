#include "pickle_reader.h"

namespace gradus::interop {
namespace {

using Kind = PickleNode::Kind;
using Op = PickleOpcode;

}  // namespace

bool PickleReader::container(PickleOpcode op) {
  switch (op) {
    case Op::kMark:
      stack_.mark();
      break;
    case Op::kEmptyTuple:
      add(Kind::kTuple, {});
      break;
    case Op::kTuple1:
      add(Kind::kTuple, stack_.pop(1));
      break;
    case Op::kTuple2:
      add(Kind::kTuple, stack_.pop(2));
      break;
    case Op::kTuple3:
      add(Kind::kTuple, stack_.pop(3));
      break;
    case Op::kTuple:
      add(Kind::kTuple, stack_.pop_marked());
      break;
    case Op::kEmptyList:
      add(Kind::kList, {});
      break;
    case Op::kAppend:
      extend(Kind::kList, stack_.pop(1));
      break;
    case Op::kAppends:
      extend(Kind::kList, stack_.pop_marked());
      break;
    case Op::kEmptyDict:
      add(Kind::kDict, {});
      break;
    case Op::kSetItem:
      extend(Kind::kDict, stack_.pop(2));
      break;
    case Op::kSetItems:
      extend(Kind::kDict, stack_.pop_marked());
      break;
    default:
      return false;
  }
  return true;
}

void PickleReader::add(Kind kind, std::vector<PickleValue> items) {
  stack_.push(&nodes_.emplace_back(PickleNode{kind, std::move(items)}));
}

void PickleReader::extend(Kind kind, const std::vector<PickleValue>& items) {
  const auto* node = std::get_if<PickleNode*>(&stack_.top());
  if (node == nullptr || (*node)->kind != kind) {
    refuse("data.pkl is broken: it adds to what is no {}",
           kind == Kind::kList ? "list" : "dictionary");
  }
  if (kind == Kind::kDict && items.size() % 2 != 0) {
    refuse("data.pkl is broken: a key without a value");
  }
  (*node)->items.insert((*node)->items.end(), items.begin(), items.end());
}

bool PickleReader::memo(PickleOpcode op) {
  switch (op) {
    case Op::kMemoize:
      remember(memo_.size());
      break;
    case Op::kPut1:
      remember(bytes_.number<uint8_t>());
      break;
    case Op::kPut4:
      remember(bytes_.number<uint32_t>());
      break;
    case Op::kGet1:
      recall(bytes_.number<uint8_t>());
      break;
    case Op::kGet4:
      recall(bytes_.number<uint32_t>());
      break;
    default:
      return false;
  }
  return true;
}

// Python numbers what it remembers one by one.
void PickleReader::remember(uint64_t index) {
  if (index != memo_.size()) {
    refuse("data.pkl is broken: it remembers {} before {}", index, memo_.size());
  }
  memo_.push_back(stack_.top());
}

void PickleReader::recall(uint64_t index) {
  if (index >= memo_.size()) {
    refuse("data.pkl is broken: it recalls {} of {}", index, memo_.size());
  }
  stack_.push(memo_[index]);
}

}  // namespace gradus::interop
