/// How wide a hidden layer must be: networks of several widths, a training a seed, on problems.
#pragma once
#include "gradus/data/dataset.h"
#include "plane_training.h"

#include <optional>

namespace gradus::demos {

struct WidthProblem {
  report::Text name;
  std::string set = {};                                    ///< as after `--data`, without seed
  data::Dataset examples = {};                             ///< training set of the first seed
  std::vector<std::vector<PlaneTraining>> trainings = {};  ///< [width][seed]
};

struct WidthTable {
  std::vector<int64_t> widths = {};  ///< ascending; the first is 0, no hidden layer: one line
  int64_t k = 1, seeds = 1;          ///< a width solves a problem when k of the seeds do at least
  double threshold = 0;              ///< test accuracy from which a seed solves it
  std::vector<WidthProblem> problems = {};
};

/// XOR, circles, two moons, spirals, each with so many training examples.
std::vector<WidthProblem> width_problems(int64_t examples);

/// Trains `layers` hidden layers of every width on every problem of `table`.
void train_widths(WidthTable& table, int64_t layers, const std::string& activation,
                  const Recipe& recipe, const Setup& setup);

/// How many seeds solve `problem` with `table.widths[w]`.
int64_t solved(const WidthTable& table, const WidthProblem& problem, size_t w);

/// The place in `table.widths` of the smallest hidden layer that solves `problem`.
std::optional<size_t> smallest_width(const WidthTable& table, const WidthProblem& problem);

/// For each width: the width, and how many seeds solve each problem.
std::vector<std::vector<report::Text>> rows_of(const WidthTable& table);

/// The same as bars.
report::Panels bars_of(const WidthTable& table);

/// For each problem the regions of the smallest width that solves it, else of the largest.
report::Panels regions_of(const WidthTable& table);

}  // namespace gradus::demos
