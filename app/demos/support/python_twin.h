/// Running a demo's Python twin and reading what it measured.
#pragma once
#include "gradus/data/dataset.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gradus::demos {

/// Makes the folder where missing. Throws `RunError`.
void make_folder(const std::filesystem::path& folder);

/// Writes the pictures as whole numbers from 0 to 16 and the class, a line each under a header: the
/// shape of modules/data/datasets/digits.csv.
void write_csv(const data::Dataset& digits, const std::filesystem::path& path);

/// The whole file. Throws `RunError`.
std::string read_file(const std::filesystem::path& path);

struct TwinRun {
  /// From lines `name number number …`; empty where it could not run.
  std::map<std::string, std::vector<double>> values;
  std::string why_not;  ///< one line: no such program, or no torch in it
};

/// The Python that was there when gradus was built, where it still is, else `python3`: an installed
/// program may be on another machine.
std::string python_for_twins(const std::filesystem::path& built_with);

/// Writes the built-in script `source_path` into `folder` and runs it there with `arguments`, words
/// separated by blanks.
/// Throws `RunError` with its last line when it fails for another reason than a missing torch.
TwinRun run_twin(const std::string& python, const std::string& source_path,
                 const std::string& arguments, const std::filesystem::path& folder);

}  // namespace gradus::demos
