/// Little-endian numbers and texts out of bytes that may end anywhere.
#pragma once
#include "refuse.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace gradus::interop {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie");

class ByteCursor {
 public:
  /// `what` the bytes are, for messages.
  ByteCursor(std::string_view bytes, std::string_view what) : bytes_(bytes), what_(what) {}

  uint64_t left() const { return bytes_.size(); }

  std::string_view take(uint64_t size) {
    if (size > left()) refuse("{} ends in the middle of a value: it is cut off or broken", what_);
    const auto taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  template <typename T>
  T number() {
    static_assert(std::is_arithmetic_v<T>);
    T value;
    std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
    return value;
  }

  /// Up to the next line feed, which is taken too.
  std::string_view line() {
    const auto end = bytes_.find('\n');
    const auto text = take(end == std::string_view::npos ? left() + 1 : end + 1);
    return text.substr(0, text.size() - 1);
  }

 private:
  std::string_view bytes_, what_;
};

}  // namespace gradus::interop
