/// Networks of rising depth on one data set, and what was measured of them.
#pragma once
#include "gradus/report/panel.h"
#include "gradus/report/statistics.h"
#include "gradus/report/text.h"

#include <string>
#include <vector>

namespace gradus::demos {

struct DepthNetwork {
  std::vector<int64_t> hidden;
  int64_t parameters = 0;
  std::vector<double> accuracies = {};  ///< on test examples, one a seed

  int64_t depth() const { return static_cast<int64_t>(hidden.size()); }
};

struct DepthSweep {
  std::string data;
  std::vector<DepthNetwork> networks;  ///< 1 hidden layer, 2, …
  int64_t train_examples = 0, test_examples = 0;
};

/// By seed, the mean accuracy of the networks with `from` to `to` hidden layers.
std::vector<double> mean_accuracies(const DepthSweep& sweep, int64_t from, int64_t to);

/// Of a network from the one with 2 hidden layers: three layers, counted as hidden + output.
report::Estimate change_from_three_layers(const DepthSweep& sweep, const DepthNetwork& network);

/// A row a network: hidden layers, layers, width, parameters, accuracy, change in points.
std::vector<std::vector<report::Text>> table_rows(const DepthSweep& sweep);

/// Accuracy over depth, and the change from three layers with lines at ± `margin` points.
std::vector<report::Panel> depth_panels(const DepthSweep& sweep, int64_t colour, double margin);

}  // namespace gradus::demos
