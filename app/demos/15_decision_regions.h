/// What regions a network can cut out of the plane with no, one and two hidden layers.
#pragma once
#include "demo.h"
#include "structure_table.h"

#include <array>

namespace gradus::demos::decision_regions {

struct Options {
  StructurePlan plan = {};
  std::string step, smooth;  ///< activations
  double threshold = 0;
};

struct Result {
  std::array<StructureTable, 2> tables;      ///< of step-like units, of smooth ones
  std::vector<double> and_defects = {};      ///< convexity defects of half planes joined by AND
  std::vector<data::Dataset> problems = {};  ///< training sets of the first seed
  double threshold = 0;                      ///< test accuracy that counts as solved
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);

}  // namespace gradus::demos::decision_regions
