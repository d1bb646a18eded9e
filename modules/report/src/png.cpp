#include "png.h"

#include <new>
#include <stdexcept>

#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb_image_write.h>

namespace gradus::report {

std::string encode_png(const Picture& picture) {
  const auto expected = static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height) *
                        static_cast<size_t>(picture.channels);
  if (picture.width < 1 || picture.height < 1 || picture.pixels.size() != expected) {
    throw std::invalid_argument("encode_png: the pixels are not width x height x channels");
  }
  std::string bytes;
  const auto collect = [](void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<size_t>(size));
  };
  // It fails only for want of memory.
  if (stbi_write_png_to_func(collect, &bytes, picture.width, picture.height, picture.channels,
                             picture.pixels.data(), picture.width * picture.channels) == 0) {
    throw std::bad_alloc();
  }
  return bytes;
}

}  // namespace gradus::report
