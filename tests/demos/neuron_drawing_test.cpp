#include "neuron_drawing.h"

#include <stdexcept>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Language;

namespace {

NeuronDrawing small_neuron() {
  return {{1, -2, 0.5},
          {0.25, -0.75, 3},
          -1.5,
          2.125,
          {{"relu", 2.125, {-4, 0, 4}, {0, 0, 4}}, {"step", 1, {-4, 4}, {0, 1}}},
          "relu"};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A neuron is drawn with its inputs, weights, bias, sum and outputs") {
  const auto figure = neuron_drawing(small_neuron(), Language::kEnglish);
  for (const auto* number : {"\"1\"", "\"-2\"", "\"0.5\"", "\"+1\"", "W₁ = 0.25", "W₂ = -0.75",
                             "W₃ = 3", "b = -1.5", "\"2.125\"", "relu", "step"}) {
    INFO(number);
    CHECK(contains(figure.commands, number));
  }
  CHECK(contains(figure.commands, "intercept"));
  CHECK(contains(neuron_drawing(small_neuron(), Language::kChinese).commands, "截距"));
}

TEST_CASE("More activations make a higher drawing") {
  auto many = small_neuron();
  for (int i = 0; i < 30; ++i) many.outputs.push_back(many.outputs.front());
  CHECK(neuron_drawing(many, Language::kEnglish).height >
        neuron_drawing(small_neuron(), Language::kEnglish).height);
}

TEST_CASE("A neuron whose numbers do not fit together is refused") {
  auto neuron = small_neuron();
  neuron.weights.pop_back();
  CHECK_THROWS_AS(neuron_drawing(neuron, Language::kEnglish), std::invalid_argument);
  neuron = small_neuron();
  neuron.outputs.clear();
  CHECK_THROWS_AS(neuron_drawing(neuron, Language::kEnglish), std::invalid_argument);
}
