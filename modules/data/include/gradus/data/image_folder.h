/// Folders of pictures, a sub-folder a class.
#pragma once
#include "gradus/data/image_options.h"
#include "gradus/data/registry.h"

#include <filesystem>

namespace gradus::data {

/// True when `folder` has a sub-folder that could be a class or a part (hidden ones are none).
bool is_image_folder(const std::filesystem::path& folder);

/// The pictures (.png, .jpg, .jpeg, .bmp) of every class, those in its own sub-folders included, as
/// uint8 [N, H, W] (grey) or [N, 3, H, W], ordered by class and path; the classes are the
/// sub-folders' names, sorted. Hidden files and folders, and files that are no pictures by their
/// ending, are left out. A folder `train` beside `test`, `val` or `validation`, with classes in it,
/// makes these the parts; all parts have the training part's classes, size and colours.
/// Pictures are decoded on all processors; memory for all of them is checked before it is taken.
/// Throws `DataError` that lists all files which cannot be read, for folders without pictures,
/// fewer than two classes, links that lead in a circle, and for different sizes without
/// `options.size`.
LoadedData read_image_folder(const std::filesystem::path& folder, const ImageOptions& options = {});

}  // namespace gradus::data
