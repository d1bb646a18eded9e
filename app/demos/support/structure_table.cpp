#include "structure_table.h"

#include "side_by_side.h"
#include "wording.h"

#include <algorithm>

namespace gradus::demos {

using report::Text;

const std::array<Text, 3>& structure_names() {
  static const std::array names = {Text{"no hidden layer", "无隐层"},
                                   Text{"one hidden layer", "单隐层"},
                                   Text{"two hidden layers", "双隐层"}};
  return names;
}

const std::array<Text, 3>& problem_names() {
  static const std::array names = {Text{"XOR", "异或"}, Text{"interlocking", "交错的两类"},
                                   Text{"general shape", "一般形状"}};
  return names;
}

const std::array<std::string, 3>& problem_sets() {
  static const std::array<std::string, 3> sets = {"xor:noise=0", "moons:noise=0.1",
                                                  "checkerboard:cells=3,noise=0"};
  return sets;
}

StructureTable train_structures(Text units, const StructurePlan& plan, const Setup& setup) {
  const auto train = [&](size_t layers, int64_t width, size_t problem) {
    const auto network = models::MlpOptions(2, 2)
                             .hidden(std::vector<int64_t>(layers, width))
                             .activation(plan.activation);
    const auto data = fmt::format("{},n={},test=1000", problem_sets()[problem], plan.examples);
    return side_by_side(plan.seeds, setup, [&](int64_t i) {
      const uint64_t seed = setup.seed + static_cast<uint64_t>(i);
      return train_on_plane(network, data, plan.recipe, setup, seed);
    });
  };
  StructureTable table{std::move(units)};
  for (const size_t layers : {0, 1, 2}) {
    for (const size_t problem : {0, 1, 2}) {
      table.cells[layers][problem] = train(layers, plan.width, problem);
    }
  }
  table.narrow = train(2, plan.narrow, 2);
  return table;
}

int64_t count_convex(const StructureTable& table, size_t layers, double PlaneTraining::*defect,
                     double limit) {
  int64_t count = 0;
  for (const auto& cell : table.cells[layers]) {
    count += std::ranges::count_if(cell, [&](const auto& one) { return one.*defect <= limit; });
  }
  return count;
}

double lowest_median(const StructureTable& table, size_t layers) {
  double lowest = 1;
  for (const auto& cell : table.cells[layers]) {
    lowest = std::min(lowest, median_of(cell).accuracy);
  }
  return lowest;
}

std::vector<std::vector<Text>> rows_of(const StructureTable& table, double limit) {
  std::vector<std::vector<Text>> rows;
  for (const size_t layers : {0, 1, 2}) {
    std::vector<Text> row = {structure_names()[layers]};
    int64_t networks = 0;
    for (const auto& cell : table.cells[layers]) {
      row.push_back(report::number("{:.3f}", median_of(cell).accuracy));
      networks += std::ssize(cell);
    }
    for (const auto defect : {&PlaneTraining::most_defect, &PlaneTraining::least_defect}) {
      row.push_back(out_of(count_convex(table, layers, defect, limit), networks));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

report::Panels picture_of(const StructureTable& table, const std::vector<data::Dataset>& examples) {
  report::Panels panels{.columns = 3, .plot_width = 190, .plot_height = 160};
  for (const size_t layers : {0, 1, 2}) {
    for (const size_t problem : {0, 1, 2}) {
      const auto& median = median_of(table.cells[layers][problem]);
      const auto& [structure, name] = std::tie(structure_names()[layers], problem_names()[problem]);
      panels.panels.push_back({.title = {fmt::format("{}: {:.3f}", name.en, median.accuracy),
                                         fmt::format("{}：{:.3f}", name.zh, median.accuracy)},
                               .x_label = "x₁",
                               .y_label = {structure.en + ": x₂", structure.zh + "：x₂"},
                               .region = median.region,
                               .marks = marks_of(examples[problem], 150)});
    }
  }
  return panels;
}

}  // namespace gradus::demos
