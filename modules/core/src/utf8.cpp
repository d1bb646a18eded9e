#include "gradus/core/utf8.h"

#include <algorithm>

namespace gradus {

bool Utf8Validator::accept(uint8_t byte) {
  if (pending_ == 0) return byte < 0x80 || start(byte);
  const bool valid = byte >= low_ && byte <= high_;
  low_ = 0x80;
  high_ = 0xbf;
  --pending_;
  return valid;
}

bool Utf8Validator::start(uint8_t byte) {
  if (byte >= 0xc2 && byte <= 0xdf) {
    pending_ = 1;
  } else if (byte >= 0xe0 && byte <= 0xef) {
    pending_ = 2;
    if (byte == 0xe0) low_ = 0xa0;   // else overlong
    if (byte == 0xed) high_ = 0x9f;  // else a surrogate
  } else if (byte >= 0xf0 && byte <= 0xf4) {
    pending_ = 3;
    if (byte == 0xf0) low_ = 0x90;   // else overlong
    if (byte == 0xf4) high_ = 0x8f;  // else above U+10FFFF
  } else {
    return false;
  }
  return true;
}

bool is_utf8(std::string_view text) {
  Utf8Validator validator;
  return std::ranges::all_of(text,
                             [&](char c) { return validator.accept(static_cast<uint8_t>(c)); }) &&
         validator.complete();
}

bool has_control_characters(std::string_view text) {
  uint8_t before = 0;
  return std::ranges::any_of(text, [&](char c) {
    const auto byte = static_cast<uint8_t>(c);
    const bool c1 = before == 0xc2 && byte >= 0x80 && byte < 0xa0;
    before = byte;
    return c1 || byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace gradus
