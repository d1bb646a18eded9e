/// Random bits as a function of a counter (Salmon et al., 2011): Philox4x32 with 10 rounds.
/// Included by level.cpp alone.

/// Counters that are worked on side by side, so that the compiler can use SIMD registers.
constexpr int64_t kCounters = 16;

/// Four numbers of 32 bits for each of kCounters counters from `counter`, bits[number][counter].
inline void philox(uint64_t seed, uint64_t counter, uint32_t bits[4][kCounters]) {
  for (int64_t i = 0; i < kCounters; ++i) {
    const uint64_t c = counter + static_cast<uint64_t>(i);
    bits[0][i] = static_cast<uint32_t>(c);
    bits[1][i] = static_cast<uint32_t>(c >> 32);
    bits[2][i] = bits[3][i] = 0;
  }
  auto key0 = static_cast<uint32_t>(seed), key1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    for (int64_t i = 0; i < kCounters; ++i) {
      const uint64_t first = uint64_t{0xD2511F53} * bits[0][i];
      const uint64_t second = uint64_t{0xCD9E8D57} * bits[2][i];
      bits[0][i] = static_cast<uint32_t>(second >> 32) ^ bits[1][i] ^ key0;
      bits[2][i] = static_cast<uint32_t>(first >> 32) ^ bits[3][i] ^ key1;
      bits[1][i] = static_cast<uint32_t>(second);
      bits[3][i] = static_cast<uint32_t>(first);
    }
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
}

inline void draw_mask(uint64_t seed, int64_t begin, int64_t count, double keep, uint8_t* kept) {
  constexpr int64_t kNumbers = 4 * kCounters;
  // As many of the 2^32 values as the share asks for; all of them for 1.
  const auto limit = static_cast<uint64_t>(keep * 4294967296.0);
  uint32_t bits[4][kCounters];
  const int64_t end = begin + count;
  for (int64_t block = begin / kNumbers; block * kNumbers < end; ++block) {
    philox(seed, static_cast<uint64_t>(block * kCounters), bits);
    for (int64_t j = 0; j < kNumbers; ++j) {
      const int64_t at = block * kNumbers + j;
      if (at >= begin && at < end) kept[at - begin] = bits[j / kCounters][j % kCounters] < limit;
    }
  }
}
