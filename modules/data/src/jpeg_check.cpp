#include "gradus/core/error.h"
#include "image_bytes.h"

namespace gradus::data {
namespace {

constexpr uint8_t kMarker = 0xff, kHuffmanTables = 0xc4, kEndOfImage = 0xd9, kStartOfScan = 0xda;

bool is_start_of_frame(uint8_t marker) {
  // C4, C8 and CC share the range but mean other things.
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// What follows 0xff within a scan's data is a zero, a restart, or a marker.
bool ends_scan(uint8_t byte) {
  return byte != 0 && byte != kMarker && (byte < 0xd0 || byte > 0xd7);
}

/// The decoder of 2022 (Debian 12's stb) writes beyond its arrays where a table has more than 256
/// symbols, and reads counts from behind the segment's end.
void check_huffman_tables(const std::string& path, Bytes tables) {
  constexpr size_t kCounts = 16, kMostSymbols = 256;
  while (!tables.empty()) {
    size_t symbols = 0;
    if (tables.size() > kCounts) {
      for (const auto count : tables.subspan(1, kCounts)) symbols += count;
    }
    if (tables.size() < 1 + kCounts + symbols || symbols > kMostSymbols) {
      throw DataError("{}: the JPEG is broken: a Huffman table of {} symbols", path, symbols);
    }
    tables = tables.subspan(1 + kCounts + symbols);
  }
}

/// `segment` from its marker on.
void check_frame(const std::string& path, Bytes segment) {
  constexpr size_t kComponents = 9;
  if (segment.size() <= kComponents) {
    throw DataError("{}: the JPEG is broken: a frame of {} bytes", path, segment.size());
  }
  check_image_size(path, number(segment, 7, 2), number(segment, 5, 2));
  if (segment[kComponents] == 4) {
    throw DataError("{}: CMYK colours: expected grey or RGB", path);
  }
}

}  // namespace

/// Segments up to the end of the image: marker, length, data, and behind a scan's own segment its
/// coded data (ITU-T T.81, annex B).
void check_jpeg(const std::string& path, Bytes bytes) {
  bool scanned = false;
  for (size_t at = 2; at + 2 <= bytes.size();) {
    const auto marker = bytes[at + 1];
    if (scanned && (bytes[at] != kMarker || !ends_scan(marker))) {
      ++at;
      continue;
    }
    if (bytes[at] != kMarker || (marker == kEndOfImage && !scanned)) {
      throw DataError("{}: the JPEG is broken: no picture data", path);
    }
    if (marker == kMarker) {  // a fill byte
      ++at;
      continue;
    }
    if (marker == kEndOfImage) return;
    const auto length = at + 4 <= bytes.size() ? number(bytes, at + 2, 2) : 0;
    if (length < 2 || length > bytes.size() - at - 2) break;
    const auto segment = bytes.subspan(at, 2 + length);
    if (is_start_of_frame(marker)) check_frame(path, segment);
    if (marker == kHuffmanTables) check_huffman_tables(path, segment.subspan(4));
    scanned = scanned || marker == kStartOfScan;
    at += segment.size();
  }
  throw DataError("{}: the JPEG is cut short", path);
}

}  // namespace gradus::data
