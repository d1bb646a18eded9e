/// The course's table of decision regions: no, one and two hidden layers on three problems.
#pragma once
#include "plane_training.h"

#include <array>

namespace gradus::demos {

/// How the networks of a table are made and trained.
struct StructurePlan {
  int64_t width = 24, narrow = 3;  ///< of the hidden layers
  std::string activation;
  int64_t examples = 1000, seeds = 5;
  Recipe recipe = {};
};

/// Trainings, one a seed.
using StructureCell = std::vector<PlaneTraining>;

struct StructureTable {
  report::Text units;                                      ///< what its networks are made of
  std::array<std::array<StructureCell, 3>, 3> cells = {};  ///< [hidden layers][problem]
  StructureCell narrow = {};  ///< two narrow hidden layers on the last problem
};

const std::array<report::Text, 3>& structure_names();
/// XOR, interlocking classes (two moons), a general shape (a checkerboard of 3 × 3).
const std::array<report::Text, 3>& problem_names();
/// As after `--data`, without counts and seed.
const std::array<std::string, 3>& problem_sets();

StructureTable train_structures(report::Text units, const StructurePlan& plan, const Setup& setup);

/// How many networks with `layers` hidden layers have a convexity defect of at most `limit`.
int64_t count_convex(const StructureTable& table, size_t layers, double PlaneTraining::*defect,
                     double limit);

/// The lowest, over the problems, of the median accuracies with `layers` hidden layers.
double lowest_median(const StructureTable& table, size_t layers);

/// For each structure: its name, the median accuracy on each problem, and how many networks have
/// two convex regions, and one at least.
std::vector<std::vector<report::Text>> rows_of(const StructureTable& table, double limit);

/// A panel a cell, that of the median accuracy, with some of `examples` ([problem]) on it.
report::Panels picture_of(const StructureTable& table, const std::vector<data::Dataset>& examples);

}  // namespace gradus::demos
