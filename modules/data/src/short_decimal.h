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
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    uint64_t digits = 0;
    size_t whole = 0;
    // Mostly one to three.
    for (; whole < text.size() && is_digit(text[whole]); ++whole) {
      if (whole == kMostDigits) return false;
      digits = digits * 10 + static_cast<uint64_t>(text[whole] - '0');
    }
    size_t decimals = 0;
    if (whole < text.size()) {
      decimals = text.size() - whole - 1;
      if (text[whole] != '.' || whole + decimals > kMostDigits) return false;
      if (!take_digits(text.data() + whole + 1, decimals, readable, digits)) return false;
    }
    if (whole + decimals == 0) return false;
    // Both are exact, so the division rounds correctly. Signs are random: no branch on them.
    constexpr std::array<double, 2> kSigns = {1, -1};
    value = static_cast<double>(static_cast<int64_t>(digits)) / kPowersOfTen[decimals] *
            kSigns[negative ? 1 : 0];
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

  static bool take_digits(const char* at, size_t count, size_t readable, uint64_t& digits) {
    if (std::endian::native == std::endian::little && readable >= kWordBytes) {
      for (; count > kWordBytes; at += kWordBytes, count -= kWordBytes) {
        if (!take_word(at, kWordBytes, digits)) return false;
      }
      return count == 0 || take_word(at, count, digits);
    }
    for (; count > 0; ++at, --count) {
      if (!is_digit(*at)) return false;
      digits = digits * 10 + static_cast<uint64_t>(*at - '0');
    }
    return true;
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
