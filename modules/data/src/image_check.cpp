#include "image_check.h"

#include "gradus/core/error.h"
#include "image_bytes.h"

#include <zlib.h>

namespace gradus::data {
namespace {

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
    constexpr uint32_t kSizes = 8;  // of the width and height that a header starts with
    if (starts_with(type, "IHDR") && length >= kSizes) {
      check_image_size(path, number(bytes, at + 8, 4), number(bytes, at + 12, 4));
    }
    if (starts_with(type, "acTL")) throw DataError("{}: animated: expected one picture", path);
    if (starts_with(type, "IEND")) return;
    at += kFrame + length;
  }
  throw DataError("{}: the PNG is cut short", path);
}

}  // namespace

/// The decoder's own limits are others, and what it says of them no help.
void check_image_size(const std::string& path, int64_t width, int64_t height) {
  constexpr int64_t kMaxSide = 16384, kMaxPixels = int64_t{1} << 26;
  if (width >= 1 && height >= 1 && width <= kMaxSide && height <= kMaxSide &&
      width * height <= kMaxPixels) {
    return;
  }
  throw DataError("{}: {} × {} pixels: expected 1 to {} a side and at most {} in all", path, width,
                  height, kMaxSide, kMaxPixels);
}

void check_image_bytes(const std::string& path, Bytes bytes) {
  if (starts_with(bytes, kPngSignature)) return check_png(path, bytes);
  if (starts_with(bytes, "\xff\xd8\xff")) return check_jpeg(path, bytes);
  if (starts_with(bytes, "BM")) return check_bmp(path, bytes);
  if (starts_with(bytes, "GIF8")) throw DataError("{}: is a GIF: expected PNG, JPEG or BMP", path);
  throw DataError("{}: is no PNG, JPEG or BMP, whatever its name says", path);
}

}  // namespace gradus::data
