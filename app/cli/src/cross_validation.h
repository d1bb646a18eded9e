/// Several evaluations of models that were each trained without the examples they are measured on.
#pragma once
#include "evaluation.h"

namespace gradus::cli {

struct CrossValidation {
  std::vector<Evaluation> folds;
  /// Of all folds' examples at once, in the data's order: each predicted by the model that had not
  /// seen it.
  Evaluation pooled;
};

/// `rows[i]` [n] int64 are the examples of `data` that fold i was measured on; together each
/// example at most once. The metrics are those of the folds. Throws `std::invalid_argument` for no
/// folds and for rows that do not fit.
CrossValidation cross_validation(std::vector<Evaluation> folds,
                                 const std::vector<torch::Tensor>& rows, const data::Dataset& data,
                                 const EvaluationOptions& options = {});

/// Documented in docs/json.md.
nlohmann::ordered_json to_json(const CrossValidation& result, const data::Dataset& data);

/// Mean and standard deviation of loss and metrics over the folds beside the pooled scores, each
/// fold's loss and first metrics, and all that is said of an evaluation about the pooled one.
std::string to_text(const CrossValidation& result, const data::Dataset& data);

}  // namespace gradus::cli
