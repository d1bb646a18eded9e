/// Pictures from PNG, JPEG and BMP files.
#pragma once
#include "gradus/data/image_options.h"

#include <torch/types.h>

#include <filesystem>

namespace gradus::data {

/// uint8 [C, H, W], C = 1 (grey) or 3 (red, green, blue), 0 to 255. Sixteen bits a channel become
/// eight; transparent parts are shown on white. Size is checked in the header before a pixel is
/// decoded. Throws `DataError` that names the file for what is broken, cut short, CMYK, animated,
/// too large or no picture.
torch::Tensor read_image(const std::filesystem::path& path);

/// What a picture's header says.
struct ImageHeader {
  ImageSize size;        ///< in pixels
  int64_t channels = 0;  ///< of what `read_image` returns
};

/// Reads it; the file is checked as far as can be without decoding it. Throws as `read_image`.
ImageHeader read_image_header(const std::filesystem::path& path);

/// [C, H, W] uint8 as grey [1, H, W], by the luma of ITU-R BT.601.
torch::Tensor as_grey(const torch::Tensor& image);
/// [C, H, W] uint8 as [3, H, W]; grey becomes three equal channels.
torch::Tensor as_rgb(const torch::Tensor& image);

/// [C, H, W] uint8 at another size, by bilinear interpolation with antialiasing: LibTorch's, which
/// torchvision uses and Pillow's BILINEAR equals to within rounding.
torch::Tensor fit_image(const torch::Tensor& image, ImageSize size, ImageOptions::Fit fit);

}  // namespace gradus::data
