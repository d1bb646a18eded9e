/// Logical AND and OR, each by one neuron.
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"
#include "logic_gates.h"

namespace gradus::demos::gates {

struct Options {
  std::vector<double> and_weights, or_weights;  ///< W = (b, w₁, w₂)
  int64_t tie;                                  ///< what a neuron says at z = 0
};

/// One neuron on the rows 00, 01, 10, 11.
struct Gate {
  report::Text title;
  LogicGate wanted;
  std::vector<double> weights;
  int64_t tie;
  std::vector<double> z = {};  ///< w · x + b
  TruthTable outputs = {};
  double distance = 0;  ///< of the nearest row from the line z = 0; infinite without a line
  size_t nearest = 0;   ///< that row
};

struct Result {
  std::vector<Gate> gates;
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::gates
