#include "pickle_reader.h"

#include "pickle.h"
#include "pickle_calls.h"
#include "pickle_globals.h"
#include "pickle_scalars.h"

namespace gradus::interop {
namespace {

using Op = PickleOpcode;

std::string_view text_of(const PickleValue& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  return text != nullptr ? *text : std::string_view();
}

}  // namespace

PickleValue PickleReader::run() {
  check_protocol();
  uint64_t count = 0;
  for (auto op = next(); op != Op::kStop; op = next()) {
    if (++count > kMaxPickleOpcodes) refuse("data.pkl has more than {} opcodes", kMaxPickleOpcodes);
    if (!scalar(op) && !container(op) && !memo(op) && !call(op)) {
      refuse("data.pkl has opcode {:#04x}: a state dict needs none of it",
             static_cast<unsigned>(op));
    }
  }
  const auto root = stack_.pop();
  if (!stack_.is_empty() || stack_.is_marked() || bytes_.left() > 0) {
    refuse("data.pkl is broken: more than one value");
  }
  return root;
}

void PickleReader::check_protocol() {
  constexpr unsigned kOldest = 2, kNewest = 5;
  if (next() != Op::kProtocol) refuse("data.pkl is no pickle of protocol 2 to 5");
  const unsigned protocol = bytes_.number<uint8_t>();
  if (protocol < kOldest || protocol > kNewest) {
    refuse("data.pkl is a pickle of protocol {}: expected 2 to 5", protocol);
  }
}

bool PickleReader::scalar(PickleOpcode op) {
  const auto value = pickle_scalar(op, bytes_);
  if (value) stack_.push(*value);
  return value.has_value();
}

bool PickleReader::call(PickleOpcode op) {
  switch (op) {
    case Op::kFrame:  // its length, for who reads in pieces
      bytes_.take(sizeof(uint64_t));
      return true;
    case Op::kGlobal: {
      const auto module = bytes_.line(), function = bytes_.line();
      name(module, function);
      return true;
    }
    case Op::kStackGlobal: {
      const auto function = stack_.pop(), module = stack_.pop();
      name(text_of(module), text_of(function));
      return true;
    }
    case Op::kReduce: {
      const auto arguments = stack_.pop(), function = stack_.pop();
      stack_.push(pickle_call(function, arguments, nodes_));
      return true;
    }
    case Op::kStorage:
      stack_.push(pickle_storage(stack_.pop(), nodes_));
      return true;
    case Op::kBuild:
      stack_.pop();
      check_pickle_attributes(stack_.top());
      return true;
    default:
      return false;
  }
}

void PickleReader::name(std::string_view module, std::string_view function) {
  const auto key = stack_.is_empty() ? std::string_view() : text_of(stack_.top());
  stack_.push(pickle_global(module, function, key));
}

}  // namespace gradus::interop
