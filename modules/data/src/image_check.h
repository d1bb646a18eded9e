/// What the decoder does not look at: checksums, completeness, animation, colour model.
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace gradus::data {

/// Throws `DataError` unless `bytes` are a whole PNG, JPEG or BMP picture that can be decoded to
/// grey or RGB. `path` is for messages.
void check_image_bytes(const std::string& path, std::span<const uint8_t> bytes);

/// True for a BMP, already checked, whose palette has greys only: the decoder makes all BMPs
/// colour.
bool is_grey_bmp(std::span<const uint8_t> bytes);

}  // namespace gradus::data
