/// SHA-256 (FIPS 180-4), to notice files and data that changed.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gradus {

/// Takes a message piece by piece. By the processor's own instructions where it has them (x86 with
/// SHA), else in plain C++.
class Sha256 {
 public:
  /// Appends `bytes` to the message.
  void update(std::string_view bytes);
  /// The digest of all that came so far as 64 lower-case hexadecimal digits.
  std::string hex() const;

 private:
  static constexpr size_t kBlock = 64;
  std::array<uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, kBlock> rest_{};  // what does not fill a block yet
  uint64_t bytes_ = 0;
};

/// The digest of `bytes`.
std::string sha256_hex(std::string_view bytes);

}  // namespace gradus
