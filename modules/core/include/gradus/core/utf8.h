/// UTF-8 as Unicode defines it, byte by byte.
#pragma once
#include <cstdint>
#include <string_view>

namespace gradus {

/// Refuses stray and missing continuation bytes, overlong forms, surrogates and what is above
/// U+10FFFF (Unicode 15, table 3-7).
class Utf8Validator {
 public:
  /// False as soon as the bytes so far cannot be the start of UTF-8.
  bool accept(uint8_t byte);
  /// False in the middle of a character.
  bool complete() const { return pending_ == 0; }

 private:
  bool start(uint8_t byte);

  int pending_ = 0;                   // continuation bytes still to come
  uint8_t low_ = 0x80, high_ = 0xbf;  // bounds of the next one
};

/// Whether `text` is UTF-8 from beginning to end.
bool is_utf8(std::string_view text);

/// Whether UTF-8 text has control characters in it: below U+0020, U+007F, or U+0080 to U+009F.
bool has_control_characters(std::string_view text);

}  // namespace gradus
