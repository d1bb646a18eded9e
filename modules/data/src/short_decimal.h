/// Numbers as most tables have them, "-12.345", parsed eight digits at a time.
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gradus::data {

class ShortDecimal {
 public:
  /// [-]digits[.digits] with at most 15 digits, to the last bit as the standard library parses it;
  /// false, and no word on what it is, for all else. `readable` bytes behind the text may be read:
  /// 8 are enough for the fastest way.
  static bool parse(std::string_view text, size_t readable, double& value) {
    if (text.empty()) return false;
    // Signs are random: they are added and multiplied with, as branches would be guessed wrong.
    const size_t negative = text.front() == '-' ? 1 : 0;
    const char* at = text.data() + negative;
    const char* const end = text.data() + text.size();
    uint64_t digits = 0;
    const auto whole = take_whole(at, end, digits);
    if (whole > kMostDigits) return false;
    size_t decimals = 0;
    if (at < end) {
      decimals = static_cast<size_t>(end - at) - 1;
      if (*at != '.' || whole + decimals > kMostDigits) return false;
      const bool one_word = decimals - 1 < kWordBytes && readable >= kWordBytes;
      if (!(one_word ? take_word(at + 1, decimals, digits) : take_each(at + 1, end, digits))) {
        return false;
      }
    }
    if (whole + decimals == 0) return false;
    // Both numbers are exact, so the division rounds correctly.
    constexpr std::array<double, 2> kSigns = {1, -1};
    value = static_cast<double>(static_cast<int64_t>(digits)) / kPowersOfTen[decimals] *
            kSigns[negative];
    return true;
  }

 private:
  static constexpr size_t kMostDigits = 15;  // below 2^53: a double holds them exactly
  static constexpr size_t kWordBytes = sizeof(uint64_t);
  static constexpr std::array<double, kMostDigits + 1> kPowersOfTen = {
      1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  static constexpr std::array<uint64_t, kWordBytes + 1> kShifts = {
      1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};

  static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

  /// The digits before the point, mostly one to three; `at` goes behind them. Returns how many.
  static size_t take_whole(const char*& at, const char* end, uint64_t& digits) {
    const char* const begin = at;
    for (; at < end && is_digit(*at); ++at) digits = digits * 10 + static_cast<uint64_t>(*at - '0');
    return static_cast<size_t>(at - begin);
  }

  static bool take_each(const char* at, const char* end, uint64_t& digits) {
    take_whole(at, end, digits);
    return at == end;
  }

  /// Takes the first `count` bytes of a word of text, 1 to 8, as digits. False when some are none.
  static bool take_word(const char* text, size_t count, uint64_t& digits) {
    uint64_t word = 0;
    std::memcpy(&word, text, kWordBytes);
    // Each byte its digit's value, the last digit highest, and zeros for those before the first.
    word = (word ^ 0x3030303030303030) << (8 * (kWordBytes - count));
    if (((word + 0x7676767676767676) | word) & 0x8080808080808080) return false;
    // Neighbours join: two, four, all eight.
    word = word * 10 + (word >> 8);
    constexpr uint64_t kPairs = 0x000000ff000000ff;
    const auto high = (word & kPairs) * (100 + (uint64_t{1'000'000} << 32));
    const auto low = ((word >> 16) & kPairs) * (1 + (uint64_t{10'000} << 32));
    digits = digits * kShifts[count] + ((high + low) >> 32);
    return true;
  }
};

}  // namespace gradus::data
