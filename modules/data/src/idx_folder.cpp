#include "gradus/core/error.h"
#include "gradus/data/idx.h"

#include <fmt/format.h>

#include <string_view>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

/// `folder`/`name`, or that with .gz; empty when there is neither.
fs::path find_plain_or_gzip(const fs::path& folder, const std::string& name) {
  for (const auto* ending : {"", ".gz"}) {
    auto path = folder / (name + ending);
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return path;
  }
  return {};
}

/// `part` is "train-images-idx3" and so on. Some copies have a dot where the original has a dash.
fs::path find_part(const fs::path& folder, std::string part) {
  auto path = find_plain_or_gzip(folder, part + "-ubyte");
  if (!path.empty()) return path;
  part.replace(part.rfind("-idx"), 1, ".");
  return find_plain_or_gzip(folder, part + "-ubyte");
}

fs::path require_part(const fs::path& folder, const std::string& part) {
  auto path = find_part(folder, part);
  if (path.empty()) {
    throw DataError("{}: '{}-ubyte' is missing, with or without .gz", folder.string(), part);
  }
  return path;
}

Dataset read_part(const fs::path& folder, const std::string& part,
                  const std::vector<std::string>& class_names, std::vector<std::string>& files) {
  const auto images = require_part(folder, part + "-images-idx3");
  const auto labels = require_part(folder, part + "-labels-idx1");
  files.insert(files.end(), {images.string(), labels.string()});
  return read_idx_pair(images, labels, class_names);
}

void replace_last(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.rfind(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

bool is_idx_folder(const fs::path& folder) {
  return !find_part(folder, "train-images-idx3").empty();
}

LoadedData read_idx_folder(const fs::path& folder, const std::vector<std::string>& class_names) {
  LoadedData data;
  data.train = read_part(folder, "train", class_names, data.files);
  const auto has = [&](const char* part) { return !find_part(folder, part).empty(); };
  if (has("t10k-images-idx3") || has("t10k-labels-idx1")) {
    data.test = read_part(folder, "t10k", data.train.class_names, data.files);
    if (data.test->input_shape() != data.train.input_shape()) {
      throw DataError("{}: training images are {} × {}, test images {} × {}", folder.string(),
                      data.train.inputs.size(1), data.train.inputs.size(2),
                      data.test->inputs.size(1), data.test->inputs.size(2));
    }
  }
  // "." and "a/" have no file name of their own.
  const auto name = fs::canonical(folder).filename().string();
  data.train.name = name;
  if (data.test) data.test->name = name + " (test)";
  return data;
}

fs::path labels_beside(const fs::path& images) {
  auto name = images.filename().string();
  if (name.find("images") == std::string::npos) {
    throw DataError(
        "{}: no labels to be found: expected 'images' in the file's name and a file beside it "
        "with 'labels' in its place",
        images.string());
  }
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  replace_last(name, "images", "labels");
  replace_last(name, "idx3", "idx1");
  auto path = find_plain_or_gzip(images.parent_path(), name);
  if (path.empty()) {
    throw DataError("{}: its labels '{}' are not beside it, with or without .gz", images.string(),
                    name);
  }
  return path;
}

}  // namespace gradus::data
