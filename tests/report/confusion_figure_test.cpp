#include "gradus/report/confusion_figure.h"

#include "drawing.h"
#include "gradus/core/error.h"

#include "catch.h"

using gradus::report::confusion_figure;
using gradus::report::Figure;
using gradus::test::occurrences;
using gradus::test::svg_of;

TEST_CASE("Each cell of the confusion figure shows its count, empty ones none") {
  SKIP_WITHOUT_GNUPLOT();
  const auto counts = torch::tensor({{812, 3, 0}, {0, 977, 0}, {41, 0, 33}});
  const std::string svg = svg_of(confusion_figure(counts, {"T-shirt/top", "a_b 5 %", "外套"}));
  for (const char* count : {">812<", ">3<", ">977<", ">41<", ">33<"}) {
    CHECK(occurrences(svg, count) == 1);
  }
  CHECK(occurrences(svg, ">0<") == 0);
  for (const char* text : {">T-shirt/top<", ">a_b 5 %<", ">外套<"}) {
    CHECK(occurrences(svg, text) == 2);
  }
  CHECK(occurrences(svg, ">true class<") == 1);
  CHECK(occurrences(svg, ">predicted class<") == 1);
}

TEST_CASE("Confusion figures from 1 to 50 classes are drawn, more are refused") {
  SKIP_WITHOUT_GNUPLOT();
  for (const int64_t classes : {1, 2, 50}) {
    CHECK_NOTHROW(svg_of(confusion_figure(torch::eye(classes, torch::kInt64) * 12345, {})));
  }
  CHECK_THROWS_MESSAGE(confusion_figure(torch::zeros({51, 51}, torch::kInt64), {}),
                       gradus::UsageError, "51 classes");
}

TEST_CASE("A confusion figure without any count, and with endless names, is drawn") {
  SKIP_WITHOUT_GNUPLOT();
  CHECK_NOTHROW(svg_of(confusion_figure(torch::zeros({3, 3}, torch::kInt64), {})));
  const Figure figure =
      confusion_figure(torch::eye(2, torch::kInt64), {std::string(500, 'x'), "b"});
  CHECK(figure.width < 900);
}
