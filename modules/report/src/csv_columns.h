/// The columns of a history as CSV, the same for the whole table and for a log line by line.
#pragma once
#include "gradus/training/history.h"

#include <string>
#include <vector>

namespace gradus::report {

/// Names of the metrics, in order.
struct CsvColumns {
  std::vector<std::string> train, validation;
};

/// With its line end, as `csv_line`.
std::string csv_header(const CsvColumns& columns);
/// Numbers with as many digits as it takes to read them back exactly; what is not there is empty.
std::string csv_line(const training::EpochRecord& record, const CsvColumns& columns);

}  // namespace gradus::report
