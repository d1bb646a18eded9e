#include "csv_table.h"
#include "open_binary.h"

namespace gradus::data {

std::unique_ptr<Table> open_table(const std::filesystem::path& path, const TableOptions& options) {
  InputFile file(path);
  const auto ending = path.extension().string();
  if (ending == ".parquet") return open_parquet(file.path());
  if (ending == ".feather" || ending == ".arrow") return open_feather(file.path());
  return open_csv(file, options, ending == ".tsv");
}

}  // namespace gradus::data
