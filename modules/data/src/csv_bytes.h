/// Finding the bytes of a CSV file that mean something, 64 at a time.
#pragma once
#include "csv_scan.h"

#include <array>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gradus::data {

/// All bytes that do more than make their field longer: separator, quote, line ends, NUL and what
/// is not ASCII.
class SpecialBytes {
 public:
  static constexpr size_t kAtOnce = 64;

  explicit SpecialBytes(const CsvFormat& format) : format_(format) {
    for (size_t byte = 0x80; byte < special_.size(); ++byte) special_[byte] = true;
    for (const char byte : {'\0', '\n', '\r', format.separator, format.quote}) {
      special_[static_cast<unsigned char>(byte)] = true;
    }
  }

  /// Bit i tells of `at`[i], for `count` bytes, at most 64.
  uint64_t find(const char* at, size_t count) const {
    uint64_t found = 0;
#if defined(__SSE2__)
    if (count == kAtOnce) {
      for (int part = 0; part < 4; ++part) {
        found |= uint64_t{find_16(at + 16 * part)} << (16 * part);
      }
      return found;
    }
#endif
    for (size_t i = 0; i < count; ++i) {
      found |= uint64_t{special_[static_cast<unsigned char>(at[i])]} << i;
    }
    return found;
  }

 private:
#if defined(__SSE2__)
  uint32_t find_16(const char* at) const {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto equal = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    // As signed numbers, NUL and what is not ASCII are the ones below 1.
    const auto odd = _mm_cmplt_epi8(bytes, _mm_set1_epi8(1));
    const auto line_ends = _mm_or_si128(equal('\n'), equal('\r'));
    const auto format = _mm_or_si128(equal(format_.separator), equal(format_.quote));
    return static_cast<uint32_t>(
        _mm_movemask_epi8(_mm_or_si128(odd, _mm_or_si128(line_ends, format))));
  }
#endif

  CsvFormat format_;
  std::array<bool, 256> special_{};
};

}  // namespace gradus::data
