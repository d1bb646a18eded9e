#include "logic_gates.h"

#include "gradus/models/gates.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus::demos;

TEST_CASE("The 16 gates are in the order of their outputs, and carry their own names") {
  REQUIRE(logic_gates().size() == 16);
  for (size_t i = 0; i < 16; ++i) {
    const auto& outputs = logic_gates()[i].outputs;
    CHECK(8 * outputs[0] + 4 * outputs[1] + 2 * outputs[2] + outputs[3] == static_cast<int64_t>(i));
    CHECK(&gate_of(outputs) == &logic_gates()[i]);
  }
  CHECK(digits(find_gate("and").outputs) == "0001");
  CHECK(digits(find_gate("OR").outputs) == "0111");
  CHECK(digits(find_gate("xor").outputs) == "0110");
  CHECK(digits(find_gate("Xnor").outputs) == "1001");
  CHECK(digits(find_gate("nand").outputs) == "1110");
  CHECK(digits(find_gate("nor").outputs) == "1000");
  CHECK_THROWS_AS(find_gate("nxor"), std::out_of_range);
}

TEST_CASE("The gates that are named by a formula have its outputs") {
  for (int64_t i = 0; i < 4; ++i) {
    const bool x1 = i / 2 == 1, x2 = i % 2 == 1;
    const auto output = [&](const char* name) {
      return find_gate(name).outputs[static_cast<size_t>(i)] == 1;
    };
    for (const auto& gate : logic_gates()) {
      const auto value = gate.outputs[static_cast<size_t>(i)] == 1;
      if (gate.name == "x₁") CHECK(value == x1);
      if (gate.name == "x₂") CHECK(value == x2);
      if (gate.name == "NOT x₁") CHECK(value == !x1);
      if (gate.name == "NOT x₂") CHECK(value == !x2);
      if (gate.name == "x₁ AND NOT x₂") CHECK(value == (x1 && !x2));
      if (gate.name == "x₂ AND NOT x₁") CHECK(value == (x2 && !x1));
      if (gate.name == "x₁ OR NOT x₂") CHECK(value == (x1 || !x2));
      if (gate.name == "x₂ OR NOT x₁") CHECK(value == (x2 || !x1));
    }
    CHECK(output("TRUE"));
    CHECK_FALSE(output("FALSE"));
  }
}

TEST_CASE("The drawn line and half planes are those of the weights") {
  const auto line = gate_line({-3, 2, 2});
  REQUIRE(line.x.size() >= 2);
  for (size_t i = 0; i < line.x.size(); ++i) CHECK(line.x[i] + line.y[i] == Approx(1.5));
  CHECK(gate_line({-30, 2, 2}).x.empty());  // beyond the axes
  CHECK(gate_line({1, 0, 0}).x.empty());    // no line at all
  const auto upright = gate_line({-1, 2, 0});
  REQUIRE(upright.x.size() == 2);
  CHECK(upright.x == std::vector<double>{0.5, 0.5});

  const auto grid = plane_region({-3, 2, 2}, 0, 5).scores.at(0);  // steps of 0.5 from -0.5
  CHECK(grid.values.at(1 * 5 + 1) == -3);                         // (0, 0)
  CHECK(grid.values.at(1 * 5 + 3) == -1);                         // (1, 0)
  CHECK(grid.values.at(3 * 5 + 3) == 1);                          // (1, 1)
}

TEST_CASE("A panel shows each point in its class' colour") {
  const auto panel = gate_panel("AND", find_gate("AND").outputs);
  REQUIRE(panel.marks.size() == 2);
  CHECK(panel.marks[0].colour == 0);
  CHECK(panel.marks[0].x.size() == 3);
  CHECK(panel.marks[1].colour == 1);
  CHECK(panel.marks[1].x == std::vector<double>{1});
  CHECK(panel.marks[1].y == std::vector<double>{1});
  CHECK(gate_panel("", find_gate("TRUE").outputs).marks.size() == 1);
}

TEST_CASE("The tie chooses the form") {
  const auto on_the_line = torch::tensor({{1.F, 1.F}});
  for (const int64_t tie : {0, 1}) {
    auto gate = gradus::models::make_gate({-2, 1, 1}, form_of_tie(tie));
    CHECK(gate->predict(on_the_line).item<int64_t>() == tie);
  }
  // Where everything is a tie, the region shows it too.
  CHECK(plane_region({0, 0, 0}, 0, 3).scores.at(0).values.front() == 0);
  CHECK(plane_region({0, 0, 0}, 1, 3).scores.at(0).values.front() > 0);
}

TEST_CASE("Weights are written as a triple and as a sum") {
  CHECK(triple({-3, 2, 0.5}) == "(-3, 2, 0.5)");
  CHECK(weighted_sum({-3, 2, -0.5}) == "-3 + 2·x₁ - 0.5·x₂");
}
