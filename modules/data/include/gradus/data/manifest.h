/// What a run was trained on, kept with it: files and tensors with their SHA-256.
#pragma once
#include "gradus/data/registry.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gradus::data {

/// A file that data was read from.
struct FileRecord {
  std::string path;    ///< as `LoadedData::files` has it
  uint64_t size = 0;   ///< in bytes
  std::string sha256;  ///< empty where the file could not be read any more
};

/// A part of the data, as it was used.
struct PartRecord {
  std::string name;                   ///< train, validation, test
  int64_t examples = 0;               ///< at least 1
  std::vector<int64_t> class_counts;  ///< one a class; empty for regression
  std::string sha256;                 ///< of the part's tensors, see `tensor_sha256`
};

/// All that is kept of a run's data.
struct Manifest {
  std::string name;                        ///< of the data set
  std::string note;                        ///< how it was read, as `Dataset::note`
  Task task = Task::kClassification;       ///< what was to be learnt
  std::vector<int64_t> input_shape;        ///< of one example
  std::string input_type;                  ///< "uint8" or "float32"
  std::vector<std::string> class_names;    ///< as `Dataset::class_names`
  std::vector<std::string> feature_names;  ///< as `Dataset::feature_names`
  std::vector<std::string> target_names;   ///< as `Dataset::target_names`
  std::vector<PartRecord> parts;           ///< those with examples, in the order given
  std::vector<FileRecord> files;           ///< empty for data that came from no file
  std::vector<SkippedFile> skipped;        ///< files that were left out
};

/// The digest of a data set's inputs and targets: of each, its type and shape as text
/// ("uint8 60000 28 28\n"), and its values as they lie in memory, row by row.
std::string tensor_sha256(const Dataset& dataset);

/// A named part of the data; parts without examples are left out.
struct NamedPart {
  std::string name;  ///< train, validation, test
  Dataset dataset;   ///< as the training sees it
};

/// Reads each file once more, and each part's tensors: 0.9 s a gigabyte with SHA instructions, 3.6
/// without, on one thread. Call it beside the training (it throws nothing for files that changed or
/// went). The first part says names and shapes.
Manifest make_manifest(const std::vector<NamedPart>& parts, const std::vector<std::string>& files,
                       const std::vector<SkippedFile>& skipped = {});

}  // namespace gradus::data
