/// Problems that one line cannot solve, and the smallest hidden layer that does.
#pragma once
#include "demo.h"
#include "width_table.h"

namespace gradus::demos::nonlinear {

struct Options {
  std::vector<int64_t> widths = {};  ///< of the hidden layers, ascending
  int64_t layers = 1, seeds = 8, k = 6, examples = 400;
  Recipe recipe = {};
  double threshold = 0.95;  ///< test accuracy that counts as solved
  std::string activation;
};

struct Result {
  int64_t gate_rows = 0;  ///< rows of XOR's truth table, of 4, that AND and OR units get right
  WidthTable table = {};
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::nonlinear
