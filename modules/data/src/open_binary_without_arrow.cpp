/// Parquet and Feather in a build without Arrow.
#include "gradus/core/error.h"
#include "open_binary.h"

namespace gradus::data {
namespace {

[[noreturn]] void refuse(const std::string& path) {
  throw DataError(
      "{}: this build cannot read Parquet and Feather, as Apache Arrow was not found. Take a CSV "
      "file, or run scripts/setup.sh, which puts Arrow (pyarrow) into .venv, and build again",
      path);
}

}  // namespace

std::unique_ptr<Table> open_parquet(const std::string& path) {
  refuse(path);
}

std::unique_ptr<Table> open_feather(const std::string& path) {
  refuse(path);
}

}  // namespace gradus::data
