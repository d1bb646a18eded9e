/// One hidden layer approximates any continuous function: by training, and by construction.
#pragma once
#include "approximation.h"
#include "demo.h"
#include "function_fit.h"

namespace gradus::demos::universal_approximation {

struct Options {
  std::vector<int64_t> widths = {}, bumps = {};
  int64_t seeds = 5, drawn = 12;
  Recipe recipe = {};
  std::string activation, function;  ///< of the trained networks; the one that is drawn
};

struct Result {
  std::vector<Approximation> functions = {};
  int64_t neurons = 0;    ///< hidden ones of all trained networks
  int64_t splitting = 0;  ///< those that switch at exactly one place
  FunctionFit drawn = {};
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::universal_approximation
