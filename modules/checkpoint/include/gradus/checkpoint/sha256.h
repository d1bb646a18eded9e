/// SHA-256 (FIPS 180-4), to notice files that changed since they were written.
#pragma once
#include <string>
#include <string_view>

namespace gradus::checkpoint {

/// The digest of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace gradus::checkpoint
