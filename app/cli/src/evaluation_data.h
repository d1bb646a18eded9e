/// Which examples `gradus evaluate` measures.
#pragma once
#include "saved_run.h"

namespace gradus::cli {

struct EvaluationData {
  data::Dataset dataset;
  std::string part;  ///< train, validation, test or all
  /// The run's own validation part, on which a temperature may be fitted: empty (size 0) where it
  /// is missing or among the measured examples.
  data::Dataset validation;
  std::string no_validation;  ///< why it is empty
};

/// `part` is one of those or auto: test where there is one. Without --data in the flags, or with
/// the data of the training, the parts are those of the training: throws `DataError` where the
/// data.json in the run's `folder` says that the part holds other examples by now. Throws
/// `UsageError` for a validation part that the run does not have, and as loading does.
EvaluationData choose_evaluation_data(const Flags& flags, const SavedRun& run,
                                      const std::filesystem::path& folder, const std::string& part);

}  // namespace gradus::cli
