/// Tables that only Apache Arrow reads.
#pragma once
#include "table.h"

#include <memory>
#include <string>

namespace gradus::data {

/// Throw `DataError`, and always in a build without Arrow.
std::unique_ptr<Table> open_parquet(const std::string& path);
std::unique_ptr<Table> open_feather(const std::string& path);

}  // namespace gradus::data
