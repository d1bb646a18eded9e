/// Deep networks: one with many hidden layers, trained, beside shallower ones.
#pragma once
#include "demo.h"
#include "epoch_curves.h"
#include "gradus/report/panel.h"

namespace gradus::demos::deep {

struct Options {
  std::string data, activation;
  std::vector<int64_t> hidden;  ///< widths of the deep network
  int64_t examples, epochs, seeds, batch_size;
  double learning_rate;
};

struct Arm {
  report::Text name;
  std::vector<int64_t> hidden;
  int64_t parameters = 0;
  EpochCurves curves = {};  ///< one value a seed
};

struct Result {
  Arm softmax, wide, deep;
  int64_t train_examples = 0, test_examples = 0;
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::deep
