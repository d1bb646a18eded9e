#include "input_file.h"

#include "gradus/core/available_memory.h"
#include "gradus/core/error.h"
#include "standard_input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

/// `name` is for messages.
uint64_t checked_size(const fs::path& path, const std::string& name) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) throw DataError("{}: there is no such file", name);
  if (error) throw DataError("{}: {}", name, error.message());
  if (fs::is_directory(status)) throw DataError("{}: is a folder, expected a file", name);
  if (!fs::is_regular_file(status)) throw DataError("{}: is not a regular file", name);
  const auto size = fs::file_size(path, error);
  if (error) throw DataError("{}: {}", name, error.message());
  if (size == 0) throw DataError("{}: the file is empty", name);
  return size;
}

}  // namespace

InputFile::InputFile(const fs::path& path) {
  const bool standard_input = path == kStandardInput;
  path_ = standard_input ? "standard input" : path.string();
  const auto file = standard_input ? standard_input_copy() : path;
  size_ = checked_size(file, path_);
  errno = 0;
  stream_.open(file, std::ios::binary);
  if (!stream_) throw DataError("{}: cannot be read: {}", path_, std::strerror(errno));
}

size_t InputFile::read(void* to, size_t count) {
  stream_.read(static_cast<char*>(to), static_cast<std::streamsize>(count));
  if (stream_.bad()) throw DataError("{}: reading failed: {}", path_, std::strerror(errno));
  position_ += static_cast<uint64_t>(stream_.gcount());
  return static_cast<size_t>(stream_.gcount());
}

void InputFile::rewind() {
  stream_.clear();
  stream_.seekg(0);
  position_ = 0;
}

void require_memory(const std::string& path, uint64_t bytes) {
  constexpr double kMiB = 1024.0 * 1024.0;
  const auto available = available_memory();
  if (bytes <= available) return;
  throw DataError("{}: its data take {:.0f} MiB of memory, and {:.0f} MiB are available", path,
                  static_cast<double>(bytes) / kMiB, static_cast<double>(available) / kMiB);
}

}  // namespace gradus::data
