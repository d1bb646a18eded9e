/// Runs the opcodes of a pickle.
#pragma once
#include "byte_cursor.h"
#include "pickle_opcodes.h"
#include "pickle_stack.h"
#include "pickle_value.h"

#include <deque>
#include <string_view>
#include <vector>

namespace gradus::interop {

class PickleReader {
 public:
  /// Of data.pkl; `nodes` are where its containers and tensors are put.
  PickleReader(std::string_view bytes, std::deque<PickleNode>& nodes)
      : bytes_(bytes, "data.pkl"), nodes_(nodes) {}

  /// The one value that the pickle leaves. Throws `CheckpointError`.
  PickleValue run();

 private:
  PickleOpcode next() { return static_cast<PickleOpcode>(bytes_.number<uint8_t>()); }
  void check_protocol();

  // Each says whether the opcode was one of its own.
  bool scalar(PickleOpcode op);
  bool container(PickleOpcode op);
  bool memo(PickleOpcode op);
  bool call(PickleOpcode op);

  void add(PickleNode::Kind kind, std::vector<PickleValue> items);
  void extend(PickleNode::Kind kind, const std::vector<PickleValue>& items);
  void remember(uint64_t index);
  void recall(uint64_t index);
  void name(std::string_view module, std::string_view function);

  ByteCursor bytes_;
  std::deque<PickleNode>& nodes_;
  PickleStack stack_;
  std::vector<PickleValue> memo_;
};

}  // namespace gradus::interop
