/// Depth in practice: hidden layers 1 to 8 at equal numbers of parameters.
#pragma once
#include "demo.h"
#include "depth_sweep.h"
#include "gradus/report/panel.h"

namespace gradus::demos::depth {

struct Options {
  std::vector<std::string> data;
  std::string activation;
  std::vector<int64_t> depths;  ///< numbers of hidden layers: 1, 2, some above
  int64_t parameters, examples, epochs, seeds, batch_size;
  double learning_rate;
};

Options read_options(const Settings& settings, bool quick);
std::vector<DepthSweep> measure(const Options& options, const Setup& setup);
/// Three findings for each data set.
std::vector<report::Finding> judge(const std::vector<DepthSweep>& sweeps);
report::Panels picture(const std::vector<DepthSweep>& sweeps);

}  // namespace gradus::demos::depth
