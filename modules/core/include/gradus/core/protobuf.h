/// The wire format of protocol buffers (protobuf.dev/programming-guides/encoding), as far as event
/// files and ONNX graphs need it. The library's own generated code cannot live beside LibTorch's
/// copy of it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gradus {

/// Fields of one message, in the order of the calls.
class ProtobufWriter {
 public:
  /// An integer, a flag or an enumeration's value.
  ProtobufWriter& varint(uint32_t field, uint64_t value);
  /// `double` in a message's description.
  ProtobufWriter& float64(uint32_t field, double value);
  /// `float` there.
  ProtobufWriter& float32(uint32_t field, float value);
  /// A string, bytes, or a message that is already written.
  ProtobufWriter& bytes(uint32_t field, std::string_view value);
  /// A message in this one.
  ProtobufWriter& message(uint32_t field, const ProtobufWriter& value) {
    return bytes(field, value.text());
  }
  /// `repeated double`, packed.
  ProtobufWriter& packed(uint32_t field, const std::vector<double>& values);

  /// The bytes so far.
  const std::string& text() const { return text_; }

 private:
  void number(uint64_t value);
  void key(uint32_t field, uint32_t wire_type) { number(uint64_t{field} << 3 | wire_type); }

  std::string text_;
};

/// The bytes of a number as they lie in memory, little end first.
template <typename T>
std::string_view raw_bytes(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

}  // namespace gradus
