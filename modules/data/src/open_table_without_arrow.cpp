/// `open_table` of a build without Arrow.
#include "gradus/core/error.h"
#include "input_file.h"
#include "table.h"

namespace gradus::data {

std::unique_ptr<Table> open_table(const std::filesystem::path& path, const TableOptions&) {
  const InputFile file(path);  // a missing file is the nearer reason
  throw DataError(
      "{}: this build cannot read tables, as Apache Arrow was not found. Run scripts/setup.sh, "
      "which puts it (pyarrow) into .venv, and build again",
      file.path());
}

}  // namespace gradus::data
