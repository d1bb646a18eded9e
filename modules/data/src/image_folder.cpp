#include "gradus/data/image_folder.h"

#include "gradus/core/error.h"
#include "image_files.h"
#include "image_part.h"

#include <algorithm>
#include <initializer_list>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

/// A held-out part must have the training part's size by itself where none is given.
Dataset read_held_out(const fs::path& folder, const ImageForm& form, const ImageOptions& options,
                      LoadedData& data) {
  auto part = open_image_part(folder, options);
  if (!options.size) {
    const auto size = common_size(part);
    if (size != form.size) {
      throw DataError(
          "{}: pictures of {} × {} pixels, in training {} × {}: give one size for all, "
          "as in --image-size {}x{}",
          part.folder, size.height, size.width, form.size.height, form.size.width, form.size.height,
          form.size.width);
    }
  }
  auto dataset = read_image_part(part, form, options);
  note_files(part, data);
  return dataset;
}

/// The folders of the parts; the whole folder is the training part where it has none.
struct PartFolders {
  fs::path train, test, validation;
};

PartFolders find_parts(const fs::path& folder) {
  const auto names = subfolders(folder);
  const auto has = [&](const char* name) { return std::ranges::find(names, name) != names.end(); };
  const auto one_of = [&](std::initializer_list<const char*> candidates) {
    for (const auto* name : candidates) {
      if (has(name)) return folder / name;
    }
    return fs::path();
  };
  PartFolders parts{folder, one_of({"test"}), one_of({"validation", "val", "valid"})};
  const bool held_out = !parts.test.empty() || !parts.validation.empty();
  // Two classes called train and test have pictures in them, no folders.
  if (!has("train") || !held_out || subfolders(folder / "train").empty()) return {folder, {}, {}};
  parts.train = folder / "train";
  return parts;
}

}  // namespace

bool is_image_folder(const fs::path& folder) {
  return !subfolders(folder).empty();
}

LoadedData read_image_folder(const fs::path& folder, const ImageOptions& options) {
  const auto folders = find_parts(folder);
  auto train = open_image_part(folders.train, options);
  const auto form = choose_form(train, options);
  LoadedData data{read_image_part(train, form, options)};
  note_files(train, data);
  auto held_out = options;
  held_out.class_names = data.train.class_names;
  if (!folders.test.empty()) data.test = read_held_out(folders.test, form, held_out, data);
  if (!folders.validation.empty()) {
    data.validation = read_held_out(folders.validation, form, held_out, data);
  }
  // "." and "a/" have no file name of their own.
  const auto name = fs::canonical(folder).filename().string();
  data.train.name = name;
  if (data.test) data.test->name = name + " (test)";
  if (data.validation) data.validation->name = name + " (validation)";
  return data;
}

}  // namespace gradus::data
