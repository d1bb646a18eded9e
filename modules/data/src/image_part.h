/// One part of an image folder on its way from files to a tensor.
#pragma once
#include "gradus/data/image.h"
#include "gradus/data/registry.h"
#include "image_files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::data {

/// What all pictures become.
struct ImageForm {
  ImageSize size;
  int64_t channels = 1;
  ImageOptions::Fit fit = ImageOptions::Fit::kStretch;
};

struct ImagePart {
  std::string folder;
  ImageFiles images;
  std::vector<std::string> broken;  ///< one a file: why it cannot be read; empty where it can
  std::vector<ImageHeader> headers;
};

/// Lists the pictures and reads their headers. Throws as `list_images`, and `DataError` that lists
/// all files where none can be read.
ImagePart open_image_part(const std::filesystem::path& folder, const ImageOptions& options);

/// The size that all readable pictures have. Throws `DataError` for two that differ.
ImageSize common_size(const ImagePart& part);
/// By the options, else by what the pictures are.
ImageForm choose_form(const ImagePart& train, const ImageOptions& options);

/// Decodes all pictures on all processors, and checks the memory for them before. Throws
/// `DataError` that lists all broken files; with `options.skip_broken` only where none of a class
/// is left.
Dataset read_image_part(ImagePart& part, const ImageForm& form, const ImageOptions& options);

/// Adds the files that were read and those that were left out.
void note_files(const ImagePart& part, LoadedData& data);

}  // namespace gradus::data
