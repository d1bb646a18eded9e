#include "gradus/data/image.h"

#include "gradus/core/error.h"
#include "image_check.h"
#include "input_file.h"

#include <fmt/format.h>

#include <memory>
#include <vector>

// Only what is read; each further format is more code for broken files to reach.
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb_image.h>

namespace gradus::data {
namespace {

constexpr uint64_t kMaxFileBytes = uint64_t{256} << 20;

std::vector<uint8_t> read_bytes(const std::filesystem::path& path) {
  InputFile file(path);
  if (file.size() > kMaxFileBytes) {
    throw DataError("{}: {} bytes: expected a picture of at most {}", file.path(), file.size(),
                    kMaxFileBytes);
  }
  std::vector<uint8_t> bytes(file.size());
  bytes.resize(file.read(bytes.data(), bytes.size()));
  return bytes;
}

[[noreturn]] void refuse(const std::string& path) {
  throw DataError("{}: the picture is broken: {}", path, stbi_failure_reason());
}

struct Header {
  int width = 0, height = 0, channels = 0;
};

Header read_header(const std::string& path, const std::vector<uint8_t>& bytes) {
  Header h;
  if (stbi_info_from_memory(bytes.data(), static_cast<int>(bytes.size()), &h.width, &h.height,
                            &h.channels) == 0) {
    refuse(path);
  }
  return h;
}

/// A file that passed every check that needs no decoding.
struct Picture {
  std::string path;
  std::vector<uint8_t> bytes;
  Header header;
};

Picture open_picture(const std::filesystem::path& path) {
  Picture picture{path.string(), read_bytes(path), {}};
  check_image_bytes(picture.path, picture.bytes);
  picture.header = read_header(picture.path, picture.bytes);
  return picture;
}

/// Transparent parts on white.
torch::Tensor without_alpha(const torch::Tensor& image) {
  constexpr float kWhite = 255;
  const auto alpha = image.slice(0, -1).to(torch::kFloat32) / kWhite;
  const auto colors = image.slice(0, 0, -1).to(torch::kFloat32);
  return (colors * alpha + kWhite * (1 - alpha)).round().to(torch::kUInt8);
}

}  // namespace

ImageHeader read_image_header(const std::filesystem::path& path) {
  const auto [name, bytes, header] = open_picture(path);
  const bool colored = header.channels > 2 && !is_grey_bmp(bytes);
  return {{header.height, header.width}, colored ? 3 : 1};
}

torch::Tensor read_image(const std::filesystem::path& path) {
  const auto [name, bytes, header] = open_picture(path);
  int width = 0, height = 0, found = 0;
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &found,
                            header.channels),
      &stbi_image_free);
  if (pixels == nullptr) refuse(name);
  const auto image = torch::from_blob(pixels.get(), {height, width, header.channels}, torch::kUInt8)
                         .permute({2, 0, 1})
                         .clone(torch::MemoryFormat::Contiguous);
  const bool has_alpha = header.channels % 2 == 0;
  if (has_alpha) return without_alpha(image);
  return is_grey_bmp(bytes) ? image.narrow(0, 0, 1) : image;
}

}  // namespace gradus::data
