/// CRC-32C (Castagnoli), RFC 3720, section B.4: the checksum of TensorBoard's event files.
#pragma once
#include <cstdint>
#include <string_view>

namespace gradus::report {

uint32_t crc32c(std::string_view bytes);

/// Rotated and offset, as in TFRecord files, so that the checksum of data that holds checksums
/// stays a good one.
uint32_t masked_crc32c(std::string_view bytes);

}  // namespace gradus::report
