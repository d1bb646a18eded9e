/// Softmax regression: its two written forms, its case of two classes, its range, what it learns.
#pragma once
#include "demo.h"
#include "softmax_forms.h"
#include "softmax_range.h"
#include "softmax_training.h"

namespace gradus::demos::softmax_regression {

struct Options {
  std::string data;  ///< the third set
  int64_t examples;  ///< at most, of each set for training
  int64_t seeds;
  SoftmaxRecipe recipe;
};

struct Result {
  std::vector<SoftmaxRuns> sets;
  std::string missing;        ///< why the third set is not there; empty where it is
  FormError form_error;       ///< over all sets
  double logistic_error = 0;  ///< of two classes of iris
  SoftmaxRange range;
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Options& options, const Setup& setup);

}  // namespace gradus::demos::softmax_regression
