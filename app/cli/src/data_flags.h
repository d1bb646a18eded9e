/// The flags that say which data and how to read it; shared by train, evaluate and predict.
#pragma once
#include "flags.h"
#include "gradus/data/load.h"
#include "gradus/data/split.h"
#include "gradus/data/standardization.h"
#include "gradus/data/tabular.h"

#include <map>
#include <string>

namespace gradus::cli {

/// Where the parts of the data come from; kept with the run, so that `evaluate` finds the same test
/// examples again.
struct DataRequest {
  std::string data;                          ///< NAME[:options], a file or a folder
  std::map<std::string, std::string> table;  ///< the table flags' texts, e.g. `--target`
  double validation_fraction = 0.1;          ///< of the training part; 0 for none
  double test_fraction = 0.2;                ///< held out where the data comes without a test part
  uint64_t seed = 0;

  std::map<std::string, std::string> to_map() const;
  /// Throws `CheckpointError`.
  static DataRequest from_map(const std::map<std::string, std::string>& map);
};

struct DataParts {
  data::Dataset train, validation, test;  ///< validation is empty (size 0) without one
  bool own_test = false;                  ///< the data came with a test part
};

void add_table_flags(CLI::App& app, Flags& flags);
std::map<std::string, std::string> table_texts(const Flags& flags);
/// Throws `UsageError` for values that are not among the choices.
data::TableOptions table_options(const std::map<std::string, std::string>& texts);

/// Tables are read with the given classes and columns of a trained model, or with their own when
/// these are empty.
data::LoadedData load(const DataRequest& request, const std::vector<std::string>& class_names = {},
                      const std::vector<std::string>& feature_names = {});

/// The split is a function of the request's seed.
DataParts split_parts(const DataRequest& request, data::LoadedData loaded);

}  // namespace gradus::cli
