#include "gradus/report/image_grid.h"

#include "drawing.h"

#include <limits>
#include <stdexcept>

#include "catch.h"

using gradus::report::Figure;
using gradus::report::image_grid;
using gradus::report::ImageGrid;
using gradus::report::mistake_title;
using gradus::test::occurrences;
using gradus::test::svg_of;

TEST_CASE("Every picture is drawn, sharp, with its title wrapped") {
  SKIP_WITHOUT_GNUPLOT();
  ImageGrid grid{torch::rand({5, 28, 28}), {}};
  for (int i = 0; i < 5; ++i)
    grid.titles.push_back(mistake_title("Ankle boot", "T-shirt/top", 0.97));
  const std::string svg = svg_of(image_grid(grid));
  CHECK(occurrences(svg, "<image style='image-rendering:pixelated'") == 5);
  CHECK(occurrences(svg, ">Ankle boot →<") == 5);
  CHECK(occurrences(svg, ">T-shirt/top 97\u00a0%<") == 5);
}

TEST_CASE("Weights share one scale around 0, with a colour bar") {
  SKIP_WITHOUT_GNUPLOT();
  const auto weights = torch::tensor({{{0.5F, -0.25F}}, {{0.F, 0.1F}}});
  const Figure figure = image_grid({weights, {}, ImageGrid::Colours::kDiverging, "weight"});
  CHECK_THAT(figure.commands, ContainsSubstring("set cbrange [-0.5:0.5]"));
  CHECK(occurrences(svg_of(figure), ">weight<") == 1);
}

TEST_CASE("The grid fills its rows where it can") {
  const auto columns_of = [](int64_t count) {
    // One picture of 10 x 10 takes 94 pixels with its gap, the margins 14 more.
    return (image_grid({torch::zeros({count, 10, 10}), {}}).width - 14) / 94;
  };
  CHECK(columns_of(1) == 1);
  CHECK(columns_of(2) == 2);
  CHECK(columns_of(10) == 5);
  CHECK(columns_of(24) == 8);
  CHECK((image_grid({torch::zeros({7, 10, 10}), {}, {}, "", 3}).width - 14) / 94 == 3);
}

TEST_CASE("Pictures of any type, constant or with NaN, are drawn") {
  SKIP_WITHOUT_GNUPLOT();
  CHECK_NOTHROW(svg_of(image_grid({torch::full({2, 3, 5}, 7, torch::kUInt8), {}})));
  CHECK_NOTHROW(
      svg_of(image_grid({torch::zeros({1, 1, 1}), {"one"}, ImageGrid::Colours::kDiverging})));
  auto broken = torch::ones({1, 2, 2});
  broken[0][0][0] = std::numeric_limits<float>::quiet_NaN();
  broken[0][1][0] = std::numeric_limits<float>::infinity();
  CHECK_NOTHROW(svg_of(image_grid({broken, {}, ImageGrid::Colours::kDiverging})));
  CHECK_NOTHROW(svg_of(image_grid({broken, {}})));
}

TEST_CASE("What is no list of pictures is refused") {
  CHECK_THROWS_AS(image_grid({torch::zeros({4, 4}), {}}), std::invalid_argument);
  CHECK_THROWS_AS(image_grid({torch::zeros({0, 4, 4}), {}}), std::invalid_argument);
  CHECK_THROWS_AS(image_grid({torch::Tensor(), {}}), std::invalid_argument);
}
