#include "gradus/data/load.h"

#include "gradus/core/error.h"
#include "gradus/data/idx.h"
#include "gradus/data/tabular.h"

#include <fmt/format.h>

#include <filesystem>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

bool is_idx_path(const fs::path& path) {
  const auto name = path.filename().string();
  return name.ends_with(".idx") || name.ends_with(".idx.gz") || name.ends_with("-ubyte") ||
         name.ends_with("-ubyte.gz");
}

/// Whether a text that names nothing was meant as a path.
bool looks_like_path(const std::string& request) {
  return request.find('/') != std::string::npos || request.starts_with('.') ||
         request.starts_with('~') || is_table_path(request) || is_idx_path(request);
}

LoadedData load_path(const fs::path& path, const TableOptions& table) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    if (is_idx_folder(path)) return read_idx_folder(path);
    throw DataError("{}: no data in this folder: expected train-images-idx3-ubyte (or .gz)",
                    path.string());
  }
  if (is_table_path(path)) return {read_table(path, table), std::nullopt};
  if (is_idx_path(path)) return {read_idx_pair(path, labels_beside(path)), std::nullopt};
  throw DataError(
      "{}: unknown kind of file: expected .csv, .tsv, .parquet, .feather, .arrow, .idx or "
      "-ubyte(.gz)",
      path.string());
}

}  // namespace

LoadedData load_data(const std::string& request, const TableOptions& table) {
  const auto name = request.substr(0, request.find(':'));
  if (!registry().contains(name)) {
    std::error_code error;
    const auto type = fs::status(request, error).type();
    if (type != fs::file_type::not_found && type != fs::file_type::none) {
      return load_path(request, table);
    }
    if (error && type == fs::file_type::none) throw DataError("{}: {}", request, error.message());
    if (looks_like_path(request)) throw DataError("{}: there is no such file or folder", request);
  }
  const auto [known, settings] = NamedSettings::parse(request);
  auto data = registry().find(known).factory(settings);
  settings.reject_unknown(fmt::format("data set '{}'", known));
  return data;
}

}  // namespace gradus::data
