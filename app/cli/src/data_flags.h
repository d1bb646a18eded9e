/// The flags that say which data and how to read it; shared by train, evaluate and predict.
#pragma once
#include "flags.h"
#include "gradus/data/load.h"
#include "gradus/data/split.h"
#include "gradus/data/standardization.h"
#include "gradus/data/tabular.h"

#include <map>
#include <string>
#include <vector>

namespace gradus::cli {

/// Where the parts of the data come from; kept with the run, so that `evaluate` finds the same test
/// examples again.
struct DataRequest {
  std::string data;                            ///< what --data takes
  std::map<std::string, std::string> reading;  ///< the reading flags' texts, e.g. `--target`
  /// Data of their own for these parts, as --data; empty: the data's own part, or a fraction.
  std::string validation_data, test_data;
  double validation_fraction = 0.1;  ///< of the training part; 0 for none
  double test_fraction = 0.2;        ///< held out where the data comes without a test part
  uint64_t seed = 0;

  std::map<std::string, std::string> to_map() const;
  /// Throws `CheckpointError`.
  static DataRequest from_map(const std::map<std::string, std::string>& map);
};

struct DataParts {
  data::Dataset train, validation, test;  ///< validation is empty (size 0) without one
  bool own_test = false;                  ///< the test part is not a fraction of the training data
  std::vector<std::string> files;         ///< that were read; empty for made data
  std::vector<data::SkippedFile> skipped;
};

/// The flags that say how files are read: tables and pictures.
void add_reading_flags(CLI::App& app, Flags& flags);
std::map<std::string, std::string> reading_texts(const Flags& flags);
/// Throws `UsageError` for values that are not among the choices.
data::ReadOptions read_options(const std::map<std::string, std::string>& texts);

/// `--validation`, `--test` and `--test-fraction`.
void add_part_flags(CLI::App& app, Flags& flags);
void read_part_flags(const Flags& flags, DataRequest& request);

/// What a trained model asks of data.
struct Expected {
  std::vector<std::string> class_names, feature_names;
  std::vector<int64_t> input_shape;
};

/// Files are read with the given classes, columns and colours of a trained model, or with their own
/// when these are empty.
data::LoadedData load(const DataRequest& request, const Expected& expected = {});

/// Parts of their own are loaded like the training part, with its classes and columns; where such
/// data has a test part itself, that is taken. The rest is split by the request's seed. Throws
/// `DataError` where a part's shape, task or classes are not those of the training part.
DataParts split_parts(const DataRequest& request, data::LoadedData loaded);

/// One line a file that was left out, for the end of a training; empty without any.
std::string skipped_text(const std::vector<data::SkippedFile>& skipped);

}  // namespace gradus::cli
