/// A reader of Python's pickles (docs.python.org/3/library/pickletools) for tensors alone: numbers,
/// texts, tuples, lists, dictionaries and PyTorch's tensors in them. It calls nothing.
#pragma once
#include "pickle_value.h"

#include <cstdint>
#include <deque>
#include <string>

namespace gradus::interop {

inline constexpr uint64_t kMaxPickle = uint64_t{64} << 20;  // bytes
inline constexpr uint64_t kMaxPickleOpcodes = 3'000'000;    // a tensor takes about 40

class Pickle {
 public:
  /// Throws `CheckpointError` for every opcode and global that a state dict does not need, by name,
  /// and for what breaks the format. An opcode takes about 100 bytes of memory at most.
  explicit Pickle(std::string bytes);
  Pickle(const Pickle&) = delete;
  Pickle& operator=(const Pickle&) = delete;

  const PickleValue& root() const { return root_; }

 private:
  std::string bytes_;
  std::deque<PickleNode> nodes_;  // which may contain each other, and themselves
  PickleValue root_;
};

}  // namespace gradus::interop
