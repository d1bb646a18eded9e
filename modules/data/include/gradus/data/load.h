/// The one way in: a data set by the text that a user types after `--data`.
#pragma once
#include "gradus/data/registry.h"
#include "gradus/data/table_options.h"

#include <string>

namespace gradus::data {

/// `request` is NAME or NAME:key=value,… of the registry, or a path: a table (see
/// `is_table_path`), an IDX file of images with its labels beside it, or a folder with the IDX
/// files of MNIST. `table` is for tables alone.
/// Throws `UsageError` for unknown names (the nearest first) and options, `DataError` for what a
/// path leads to.
LoadedData load_data(const std::string& request, const TableOptions& table = {});

}  // namespace gradus::data
