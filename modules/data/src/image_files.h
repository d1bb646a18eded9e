/// Which pictures a folder has, and of which class.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gradus::data {

struct ImageFile {
  std::string path;
  int64_t label = 0;
};

/// One part's pictures.
struct ImageFiles {
  std::vector<std::string> classes;
  std::vector<ImageFile> files;  ///< by class, then path
  int64_t others = 0;            ///< files left out since their ending is no picture's
};

/// The sub-folders' names, sorted; hidden ones are none.
std::vector<std::string> subfolders(const std::filesystem::path& folder);

/// The pictures of a folder of class folders. Without `class_names` the classes are the
/// sub-folders, at least two of them; else every sub-folder must be one of these. Throws
/// `DataError` for a class folder without pictures, unknown classes, and links that lead in a
/// circle.
ImageFiles list_images(const std::filesystem::path& folder,
                       const std::vector<std::string>& class_names);

}  // namespace gradus::data
