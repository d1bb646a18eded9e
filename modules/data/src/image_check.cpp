#include "image_check.h"

#include "gradus/core/error.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gradus::data {
namespace {

using Bytes = std::span<const uint8_t>;

bool starts_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin(),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

/// Highest byte first, as both formats have it.
uint32_t number(Bytes bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) value = value << 8 | bytes[at + i];
  return value;
}

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);

/// Chunks: length, type, data, CRC of type and data (PNG specification, section 5.3).
void check_png(const std::string& path, Bytes bytes) {
  constexpr size_t kFrame = 12;
  for (size_t at = kPngSignature.size(); at + kFrame <= bytes.size();) {
    const auto length = number(bytes, at, 4);
    if (length > bytes.size() - at - kFrame) break;
    const auto type = bytes.subspan(at + 4, 4);
    const auto crc = crc32(0, bytes.data() + at + 4, static_cast<uInt>(length) + 4);
    if (crc != number(bytes, at + 8 + length, 4)) {
      throw DataError("{}: the PNG is broken: a checksum differs", path);
    }
    if (starts_with(type, "acTL")) throw DataError("{}: animated: expected one picture", path);
    if (starts_with(type, "IEND")) return;
    at += kFrame + length;
  }
  throw DataError("{}: the PNG is cut short", path);
}

bool is_start_of_frame(uint8_t marker) {
  // C4, C8 and CC share the range but mean other things.
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

void check_jpeg_end(const std::string& path, Bytes scan) {
  constexpr std::array<uint8_t, 2> kEndOfImage = {0xff, 0xd9};
  if (std::search(scan.begin(), scan.end(), kEndOfImage.begin(), kEndOfImage.end()) == scan.end()) {
    throw DataError("{}: the JPEG is cut short", path);
  }
}

/// Segments up to the first scan: marker, length, data (ITU-T T.81, annex B).
void check_jpeg(const std::string& path, Bytes bytes) {
  constexpr uint8_t kScan = 0xda;
  constexpr size_t kComponents = 9;  // of the frame header, counted from its marker
  for (size_t at = 2; at + 4 <= bytes.size() && bytes[at] == 0xff;) {
    const auto marker = bytes[at + 1];
    if (marker == 0xff) {  // a fill byte
      ++at;
      continue;
    }
    if (is_start_of_frame(marker) && at + kComponents < bytes.size()) {
      const int components = bytes[at + kComponents];
      if (components == 4) throw DataError("{}: CMYK colours: expected grey or RGB", path);
    }
    if (marker == kScan) return check_jpeg_end(path, bytes.subspan(at));
    at += 2 + number(bytes, at + 2, 2);
  }
  throw DataError("{}: the JPEG is broken: no picture data", path);
}

}  // namespace

void check_image_bytes(const std::string& path, Bytes bytes) {
  if (starts_with(bytes, kPngSignature)) return check_png(path, bytes);
  if (starts_with(bytes, "\xff\xd8\xff")) return check_jpeg(path, bytes);
  if (starts_with(bytes, "GIF8")) throw DataError("{}: is a GIF: expected PNG or JPEG", path);
  throw DataError("{}: is no PNG or JPEG, whatever its name says", path);
}

}  // namespace gradus::data
