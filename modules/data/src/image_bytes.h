/// Reading the bytes of picture files, format by format.
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gradus::data {

using Bytes = std::span<const uint8_t>;

inline bool starts_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin(),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

/// Highest byte first, as PNG and JPEG have it.
inline uint32_t number(Bytes bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) value = value << 8 | bytes[at + i];
  return value;
}

/// Lowest byte first, as BMP has it.
inline uint32_t little(Bytes bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = count; i > 0; --i) value = value << 8 | bytes[at + i - 1];
  return value;
}

/// Throws `DataError` for pictures without pixels and for those that take too much memory.
void check_image_size(const std::string& path, int64_t width, int64_t height);

/// Throw `DataError` for what is broken, and for what the decoder would misread.
void check_bmp(const std::string& path, Bytes bytes);
void check_jpeg(const std::string& path, Bytes bytes);

}  // namespace gradus::data
