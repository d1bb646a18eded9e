#include "input_file.h"

#include "refuse.h"

#include <cerrno>
#include <system_error>

namespace gradus::interop {

InputFile::InputFile(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error) refuse("{}", error.message());
  if (!std::filesystem::exists(status)) refuse("No such file or directory");
  if (std::filesystem::is_directory(status)) refuse("a folder: expected a file");
  // A named pipe would wait for a writer for ever.
  if (!std::filesystem::is_regular_file(status)) refuse("no regular file");
  size_ = std::filesystem::file_size(path, error);
  if (error) refuse("{}", error.message());
  if (size_ == 0) refuse("an empty file");
  errno = 0;
  stream_.open(path, std::ios::binary);
  if (!stream_) refuse("cannot be read: {}", std::generic_category().message(errno));
}

void InputFile::read(uint64_t begin, char* to, uint64_t size) {
  stream_.seekg(static_cast<std::streamoff>(begin));
  stream_.read(to, static_cast<std::streamsize>(size));
  if (!stream_) refuse("cannot be read further than it was long before");
}

std::string InputFile::read(uint64_t begin, uint64_t size) {
  std::string bytes(size, '\0');
  read(begin, bytes.data(), size);
  return bytes;
}

}  // namespace gradus::interop
