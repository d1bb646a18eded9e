/// Tables from CSV and TSV files, and from Parquet and Feather files by Apache Arrow.
#pragma once
#include "gradus/data/dataset.h"
#include "gradus/data/table_options.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::data {

/// One table as a data set. Features are float32 [N, F]; text among them is refused, since only
/// the user can say what number it should be. Class names are sorted: numbers by value, text by
/// alphabet. Throws `DataError` with line and column (Parquet and Feather: row and column).
Dataset read_table(const std::filesystem::path& path, const TableOptions& options = {});

/// Features for a trained model, float32 [N, feature_names.size()]. With a header, columns are
/// found by name in any order, and others are ignored; without one there must be exactly as many
/// columns as names. Missing values are refused whatever the policy: a prediction answers every
/// row, and the training data's means are not here.
torch::Tensor read_features(const std::filesystem::path& path,
                            const std::vector<std::string>& feature_names,
                            const TableOptions& options = {});

/// True for the endings of table files: .csv, .tsv, .parquet, .feather, .arrow.
bool is_table_path(const std::filesystem::path& path);

}  // namespace gradus::data
