/// The confusion matrix and the scores of each class, for the terminal.
#pragma once
#include "gradus/report/terminal.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace gradus::report {

/// `counts` [K, K] int64 (row = true class, column = predicted). Columns are headed by class
/// numbers, rows by number and name; where the terminal is too narrow, the most frequent confusions
/// are listed instead. Missing names are replaced by the class number.
std::string confusion_table(const torch::Tensor& counts, const std::vector<std::string>& names,
                            const Terminal& terminal);

/// One number a class; NaN where a class has none.
struct ClassAreas {
  std::vector<double> roc_auc,  ///< areas under ROC curves
      average_precision;        ///< areas under precision-recall curves
};

/// Precision, recall, F1 and support of each class and their means, from the same counts; with
/// `areas`, of as many classes, also those under the class's ROC and precision-recall curves.
std::string class_table(const torch::Tensor& counts, const std::vector<std::string>& names,
                        const Terminal& terminal, const ClassAreas& areas = {});

}  // namespace gradus::report
