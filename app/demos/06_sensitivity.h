/// A small change of a weight: what it does to a network of steps and to one of sigmoids.
#pragma once
#include "demo.h"
#include "gradus/models/mlp.h"
#include "gradus/report/panel.h"
#include "weight_sweep.h"

namespace gradus::demos::sensitivity {

struct Options {
  int64_t width, seeds, inputs, layer;
  double delta, range, scale;
  std::string activation;  ///< of the smooth network
};

/// Networks of one kind, one a seed, each swept over the same weight.
struct Arm {
  report::Text name;
  std::vector<WeightSweep> sweeps = {};
};

struct Result {
  std::vector<double> deltas;  ///< Δw and its halves
  std::vector<double> values;  ///< of the weight, in steps of the finest Δw
  int64_t changes = 0;         ///< steps of Δw × inputs × seeds
  Arm step, smooth;
};

Options read_options(const Settings& settings, bool quick);
/// A network of three layers; its output is a unit like all others.
models::Mlp network(const Options& options, const std::string& activation);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::sensitivity
