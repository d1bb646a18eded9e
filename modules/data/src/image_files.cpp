#include "image_files.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"
#include "gradus/core/utf8.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

/// Sorted, without hidden ones. Throws `DataError` where the folder cannot be read.
std::vector<fs::path> entries_of(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->path().filename().string().starts_with('.')) entries.push_back(it->path());
  }
  if (error) throw DataError("{}: cannot be read: {}", folder.string(), error.message());
  std::ranges::sort(entries);
  return entries;
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

/// Formats that a user means as pictures, but that are not read, are kept, to be told of.
bool is_picture_name(const fs::path& path) {
  constexpr std::array<std::string_view, 11> kEndings = {
      ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic", ".avif", ".ppm"};
  auto ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

/// Collects one class's pictures, its folder's own folders included.
class ClassLister {
 public:
  ClassLister(ImageFiles& found, int64_t label, const fs::path& root)
      : found_(found), label_(label), seen_{fs::canonical(root)} {}

  void list(const fs::path& folder) {
    const auto real = fs::canonical(folder);
    if (!seen_.insert(real).second) {
      throw DataError("{}: leads to {} again: expected links without circles and doublets",
                      folder.string(), real.string());
    }
    for (const auto& entry : entries_of(folder)) {
      if (is_folder(entry)) {
        list(entry);
      } else if (is_picture_name(entry)) {
        found_.files.push_back({entry.string(), label_});
      } else {
        ++found_.others;
      }
    }
  }

 private:
  ImageFiles& found_;
  int64_t label_;
  std::set<fs::path> seen_;  // by their real paths
};

void check_classes(const fs::path& folder, const std::vector<std::string>& found,
                   const std::vector<std::string>& wanted) {
  if (wanted.empty() && found.size() < 2) {
    throw DataError("{}: {} class folder{}{}: expected at least two, a sub-folder a class",
                    folder.string(), found.size(), found.size() == 1 ? "" : "s",
                    found.empty() ? "" : " ('" + found.front() + "')");
  }
  for (const auto& name : found) {
    // The names go into JSON files and figures.
    if (is_utf8(name)) continue;
    throw DataError("{}: a class folder's name is no UTF-8: expected a readable name",
                    folder.string());
  }
  if (wanted.empty()) return;
  for (const auto& name : found) {
    if (std::ranges::find(wanted, name) != wanted.end()) continue;
    throw DataError("{}: {}", folder.string(), unknown_name_message("class folder", name, wanted));
  }
}

}  // namespace

std::vector<std::string> subfolders(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : entries_of(folder)) {
    if (is_folder(entry)) names.push_back(entry.filename().string());
  }
  return names;
}

ImageFiles list_images(const fs::path& folder, const std::vector<std::string>& class_names) {
  const auto names = subfolders(folder);
  check_classes(folder, names, class_names);
  ImageFiles found;
  found.classes = class_names.empty() ? names : class_names;
  for (size_t label = 0; label < found.classes.size(); ++label) {
    const auto class_folder = folder / found.classes[label];
    // A part need not have every class of the training.
    if (!class_names.empty() && !is_folder(class_folder)) continue;
    const auto before = found.files.size();
    ClassLister(found, static_cast<int64_t>(label), folder).list(class_folder);
    if (found.files.size() > before) continue;
    throw DataError("{}: no pictures in this class folder: expected .png, .jpg, .jpeg or .bmp",
                    class_folder.string());
  }
  return found;
}

}  // namespace gradus::data
