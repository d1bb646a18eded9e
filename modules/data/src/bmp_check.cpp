#include "gradus/core/error.h"
#include "image_bytes.h"
#include "image_check.h"

#include <cstdlib>

namespace gradus::data {
namespace {

constexpr size_t kBmpFileHeader = 14, kBmpOldHeader = 12;

/// What is read of a BMP's header: of OS/2 1.x (12 bytes), or of Windows (40 and more).
struct BmpHeader {
  explicit BmpHeader(Bytes bytes)
      : pixels_at(little(bytes, 10, 4)),
        size(little(bytes, kBmpFileHeader, 4)),
        old(size == kBmpOldHeader),
        width(old ? little(bytes, 18, 2) : static_cast<int32_t>(little(bytes, 18, 4))),
        height(old ? little(bytes, 20, 2) : static_cast<int32_t>(little(bytes, 22, 4))),
        bits(little(bytes, old ? 24 : 28, 2)),
        compression(old ? 0 : little(bytes, 30, 4)) {}

  uint32_t pixels_at, size;
  bool old;
  int64_t width, height;  // a negative height: rows from the top down
  uint32_t bits, compression;
};

}  // namespace

/// The decoder takes what is missing at the end for zeros, and negates the height.
void check_bmp(const std::string& path, Bytes bytes) {
  constexpr size_t kShortest = kBmpFileHeader + 40;  // enough for every field above
  constexpr uint32_t kUncompressed = 0, kBitFields = 3;
  if (bytes.size() < kBmpFileHeader + kBmpOldHeader ||
      (little(bytes, kBmpFileHeader, 4) != kBmpOldHeader && bytes.size() < kShortest)) {
    throw DataError("{}: the BMP is cut short", path);
  }
  const BmpHeader header(bytes);
  if (header.compression != kUncompressed && header.compression != kBitFields) {
    throw DataError("{}: compressed BMP (kind {}): expected plain pixels", path,
                    header.compression);
  }
  const auto height = std::abs(header.height);
  check_image_size(path, header.width, height);
  const auto row_bytes = (header.width * header.bits + 31) / 32 * 4;  // whole 32-bit words
  if (header.pixels_at + row_bytes * height > static_cast<int64_t>(bytes.size())) {
    throw DataError("{}: the BMP is cut short", path);
  }
}

bool is_grey_bmp(Bytes bytes) {
  if (!starts_with(bytes, "BM")) return false;
  const BmpHeader header(bytes);
  const size_t entry = header.old ? 3 : 4;  // blue, green, red, and a byte without meaning
  constexpr uint32_t kMostWithPalette = 8;
  if (header.bits > kMostWithPalette) return false;
  for (size_t at = kBmpFileHeader + header.size; at + entry <= header.pixels_at; at += entry) {
    if (bytes[at] != bytes[at + 1] || bytes[at] != bytes[at + 2]) return false;
  }
  return true;
}

}  // namespace gradus::data
