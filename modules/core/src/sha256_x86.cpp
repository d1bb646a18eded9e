#include "sha256_blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

namespace gradus {
namespace {

bool has_sha_instructions() {
  constexpr unsigned kSha = 1U << 29;
  constexpr unsigned kSsse3AndSse41 = 1U << 9 | 1U << 19;
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & kSsse3AndSse41) != kSsse3AndSse41) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & kSha) != 0;
}

__m128i* vector_at(uint32_t* words) {
  return reinterpret_cast<__m128i*>(words);
}

/// Four rounds an instruction pair, on the state as (ABEF, CDGH); Gulley and others, "Intel SHA
/// Extensions", 2013.
__attribute__((target("sha,sse4.1,ssse3"))) void add_blocks(Sha256State& state,
                                                            const unsigned char* data,
                                                            size_t blocks) {
  const auto big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  const auto cdab = _mm_shuffle_epi32(_mm_loadu_si128(vector_at(state.data())), 0xb1);
  const auto efgh = _mm_shuffle_epi32(_mm_loadu_si128(vector_at(state.data() + 4)), 0x1b);
  auto abef = _mm_alignr_epi8(cdab, efgh, 8);
  auto cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  for (; blocks > 0; --blocks, data += 64) {
    const auto abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
#pragma GCC unroll 16
    for (size_t i = 0; i < 16; ++i) {
      auto& now = w[i % 4];
      if (i < 4) {
        const auto* words = reinterpret_cast<const __m128i*>(data + 16 * i);
        now = _mm_shuffle_epi8(_mm_loadu_si128(words), big_endian);
      } else {
        const auto& last = w[(i + 3) % 4];
        const auto middle = _mm_alignr_epi8(last, w[(i + 2) % 4], 4);
        now = _mm_add_epi32(_mm_sha256msg1_epu32(now, w[(i + 1) % 4]), middle);
        now = _mm_sha256msg2_epu32(now, last);
      }
      const auto* constants = reinterpret_cast<const __m128i*>(kSha256Rounds.data() + 4 * i);
      const auto sum = _mm_add_epi32(now, _mm_loadu_si128(constants));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const auto feba = _mm_shuffle_epi32(abef, 0x1b);
  const auto dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128(vector_at(state.data()), _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(vector_at(state.data() + 4), _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace

Sha256Blocks sha256_blocks_by_processor() {
  return has_sha_instructions() ? &add_blocks : nullptr;
}

}  // namespace gradus
#else
namespace gradus {
Sha256Blocks sha256_blocks_by_processor() {
  return nullptr;
}
}  // namespace gradus
#endif
