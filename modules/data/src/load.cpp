#include "gradus/data/load.h"

#include "gradus/core/error.h"
#include "gradus/data/idx.h"
#include "gradus/data/image_folder.h"
#include "gradus/data/npy.h"
#include "gradus/data/tabular.h"
#include "path_pair.h"
#include "standard_input.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

/// What stands before a path's colon.
constexpr std::array<std::string_view, 4> kKinds = {"csv", "idx", "npy", "folder"};

struct KindAndPath {
  std::string kind;  ///< empty where it is not said
  std::string path;
};

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// The kind and path of `request` where it starts with a kind and is no path itself.
KindAndPath split_kind(const std::string& request) {
  for (const auto kind : kKinds) {
    if (!request.starts_with(kind) || request.substr(kind.size(), 1) != ":") continue;
    auto path = request.substr(kind.size() + 1);
    if (exists(path) || !exists(request)) return {std::string(kind), std::move(path)};
  }
  return {"", request};
}

bool is_idx_path(const fs::path& path) {
  const auto name = path.filename().string();
  return name.ends_with(".idx") || name.ends_with(".idx.gz") || name.ends_with("-ubyte") ||
         name.ends_with("-ubyte.gz");
}

bool is_npy_path(const fs::path& path) {
  return path.extension() == ".npy" || path.extension() == ".npz";
}

/// Whether a text that names nothing was meant as a path.
bool looks_like_path(const std::string& request) {
  return request.find('/') != std::string::npos || request.starts_with('.') ||
         request.starts_with('~') || is_table_path(request) || is_idx_path(request) ||
         is_npy_path(request);
}

LoadedData load_table(const std::string& path, const ReadOptions& options) {
  LoadedData data{read_table(path, options.table)};
  if (path == kStandardInput) data.train.name = "standard input";
  data.files = {path};
  return data;
}

LoadedData load_npy(const std::string& text, const ReadOptions& options) {
  auto [inputs, targets] = split_paths(text).value_or(std::pair{text, std::string()});
  // An archive or a file that is not there is said before its targets are looked for.
  if (targets.empty() && (inputs.ends_with(".npz") || !exists(inputs))) read_npy(inputs);
  if (targets.empty()) targets = targets_beside(inputs).string();
  LoadedData data{read_npy_pair(inputs, targets, options.table)};
  data.files = {inputs, targets};
  return data;
}

LoadedData load_idx(const std::string& text, const ReadOptions& options) {
  const auto& class_names = options.table.class_names;
  std::error_code ignored;
  if (fs::is_directory(text, ignored)) return read_idx_folder(text, class_names);
  auto [images, labels] = split_paths(text).value_or(std::pair{text, std::string()});
  if (labels.empty()) labels = exists(images) ? labels_beside(images).string() : images;
  LoadedData data{read_idx_pair(images, labels, class_names)};
  data.files = {images, labels};
  return data;
}

LoadedData load_folder(const std::string& path, const ReadOptions& options) {
  std::error_code error;
  const auto type = fs::status(path, error).type();
  if (type == fs::file_type::not_found) throw DataError("{}: there is no such folder", path);
  if (type == fs::file_type::none) throw DataError("{}: {}", path, error.message());
  if (type != fs::file_type::directory) {
    throw DataError("{}: is a file: expected a folder with a sub-folder a class", path);
  }
  return read_image_folder(path, options.images);
}

LoadedData load_kind(const KindAndPath& what, const ReadOptions& options) {
  if (what.path.empty()) throw UsageError("'{}:' names no path", what.kind);
  if (what.kind == "csv") return load_table(what.path, options);
  if (what.kind == "idx") return load_idx(what.path, options);
  if (what.kind == "npy") return load_npy(what.path, options);
  return load_folder(what.path, options);
}

LoadedData load_path(const std::string& path, const ReadOptions& options) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    if (is_idx_folder(path)) return load_idx(path, options);
    if (is_image_folder(path)) return load_folder(path, options);
    throw DataError(
        "{}: no data in this folder: expected train-images-idx3-ubyte (or .gz), or a sub-folder "
        "of pictures a class",
        path);
  }
  if (is_table_path(path)) return load_table(path, options);
  if (is_idx_path(path)) return load_idx(path, options);
  if (is_npy_path(path)) return load_npy(path, options);
  throw DataError(
      "{}: unknown kind of file: expected .csv, .tsv, .parquet, .feather, .arrow, .npy, .idx or "
      "-ubyte(.gz); or say the kind, as in csv:{}",
      path, fs::path(path).filename().string());
}

/// The path that `request` is, or leads nowhere as; nothing for a name.
bool is_path(const std::string& request) {
  if (registry().contains(request.substr(0, request.find(':')))) return false;
  std::error_code error;
  const auto type = fs::status(request, error).type();
  if (type == fs::file_type::none) throw DataError("{}: {}", request, error.message());
  if (type != fs::file_type::not_found) return true;
  if (looks_like_path(request)) throw DataError("{}: there is no such file or folder", request);
  return false;
}

}  // namespace

LoadedData load_data(const std::string& request, const ReadOptions& options) {
  const auto what = split_kind(request);
  if (!what.kind.empty()) return load_kind(what, options);
  if (request == kStandardInput) return load_table(request, options);
  if (is_path(request)) return load_path(request, options);
  const auto [known, settings] = NamedSettings::parse(request);
  auto data = registry().find(known).factory(settings);
  settings.reject_unknown(fmt::format("data set '{}'", known));
  return data;
}

std::string short_name(const std::string& request) {
  const auto what = split_kind(request);
  const auto name = request.substr(0, request.find(':'));
  if (what.kind.empty() && registry().contains(name)) return name;
  if (what.path == kStandardInput) return "stdin";
  const auto path = split_paths(what.path).value_or(std::pair{what.path, std::string()}).first;
  // "." and "a/" have no file name of their own.
  auto whole = fs::weakly_canonical(path);
  if (!whole.has_filename()) whole = whole.parent_path();
  std::error_code ignored;
  return (fs::is_directory(whole, ignored) ? whole.filename() : whole.stem()).string();
}

}  // namespace gradus::data
