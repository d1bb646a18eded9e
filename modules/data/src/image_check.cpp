#include "image_check.h"

#include "gradus/core/error.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace gradus::data {
namespace {

using Bytes = std::span<const uint8_t>;

bool starts_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() &&
         std::equal(text.begin(), text.end(), bytes.begin(),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

/// Highest byte first, as PNG and JPEG have it.
uint32_t number(Bytes bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) value = value << 8 | bytes[at + i];
  return value;
}

/// The decoder's own limits are others, and what it says of them no help.
void check_size(const std::string& path, int64_t width, int64_t height) {
  constexpr int64_t kMaxSide = 16384, kMaxPixels = int64_t{1} << 26;
  if (width >= 1 && height >= 1 && width <= kMaxSide && height <= kMaxSide &&
      width * height <= kMaxPixels) {
    return;
  }
  throw DataError("{}: {} × {} pixels: expected 1 to {} a side and at most {} in all", path, width,
                  height, kMaxSide, kMaxPixels);
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
    constexpr uint32_t kSizes = 8;  // of the width and height that a header starts with
    if (starts_with(type, "IHDR") && length >= kSizes) {
      check_size(path, number(bytes, at + 8, 4), number(bytes, at + 12, 4));
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
      check_size(path, number(bytes, at + 7, 2), number(bytes, at + 5, 2));
      const int components = bytes[at + kComponents];
      if (components == 4) throw DataError("{}: CMYK colours: expected grey or RGB", path);
    }
    if (marker == kScan) return check_jpeg_end(path, bytes.subspan(at));
    at += 2 + number(bytes, at + 2, 2);
  }
  throw DataError("{}: the JPEG is broken: no picture data", path);
}

/// Lowest byte first.
uint32_t little(Bytes bytes, size_t at, size_t count) {
  uint32_t value = 0;
  for (size_t i = count; i > 0; --i) value = value << 8 | bytes[at + i - 1];
  return value;
}

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
  check_size(path, header.width, height);
  const auto row_bytes = (header.width * header.bits + 31) / 32 * 4;  // whole 32-bit words
  if (header.pixels_at + row_bytes * height > static_cast<int64_t>(bytes.size())) {
    throw DataError("{}: the BMP is cut short", path);
  }
}

bool is_bmp(Bytes bytes) {
  return starts_with(bytes, "BM");
}

}  // namespace

bool is_grey_bmp(Bytes bytes) {
  if (!is_bmp(bytes)) return false;
  const BmpHeader header(bytes);
  const size_t entry = header.old ? 3 : 4;  // blue, green, red, and a byte without meaning
  constexpr uint32_t kMostWithPalette = 8;
  if (header.bits > kMostWithPalette) return false;
  for (size_t at = kBmpFileHeader + header.size; at + entry <= header.pixels_at; at += entry) {
    if (bytes[at] != bytes[at + 1] || bytes[at] != bytes[at + 2]) return false;
  }
  return true;
}

void check_image_bytes(const std::string& path, Bytes bytes) {
  if (starts_with(bytes, kPngSignature)) return check_png(path, bytes);
  if (starts_with(bytes, "\xff\xd8\xff")) return check_jpeg(path, bytes);
  if (is_bmp(bytes)) return check_bmp(path, bytes);
  if (starts_with(bytes, "GIF8")) throw DataError("{}: is a GIF: expected PNG, JPEG or BMP", path);
  throw DataError("{}: is no PNG, JPEG or BMP, whatever its name says", path);
}

}  // namespace gradus::data
