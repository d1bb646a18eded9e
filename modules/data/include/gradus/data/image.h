/// Pictures from PNG and JPEG files.
#pragma once
#include <torch/types.h>

#include <filesystem>

namespace gradus::data {

/// uint8 [C, H, W], C = 1 (grey) or 3 (red, green, blue), 0 to 255. Sixteen bits a channel become
/// eight; transparent parts are shown on white. Size is checked in the header before a pixel is
/// decoded. Throws `DataError` that names the file for what is broken, cut short, CMYK, animated,
/// too large or no picture.
torch::Tensor read_image(const std::filesystem::path& path);

}  // namespace gradus::data
