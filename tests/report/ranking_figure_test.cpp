#include "gradus/report/ranking_figure.h"

#include "drawing.h"
#include "gradus/metrics/precision_recall.h"
#include "gradus/metrics/roc.h"
#include "gradus/metrics/score_examples.h"
#include "ranking_curves.h"

#include <fmt/format.h>

#include <stdexcept>

#include "catch.h"

using namespace gradus::report;
using gradus::metrics::score_examples;
using gradus::metrics::ScoredExamples;
using gradus::test::occurrences;
using gradus::test::svg_of;

namespace {

ScoredExamples sample(int64_t examples, int64_t classes, int64_t columns) {
  torch::manual_seed(3);
  const auto labels = torch::randint(0, classes, {examples}, torch::kInt64);
  return score_examples(torch::randn({examples, columns}), labels);
}

}  // namespace

TEST_CASE("A curve a class is drawn with its area, and the averages") {
  SKIP_WITHOUT_GNUPLOT();
  const auto examples = sample(200, 3, 3);
  const std::string svg = svg_of(ranking_figure(examples, {"T-shirt/top", "a_b 5 %", "外套"}));
  const auto areas = gradus::metrics::class_roc_auc(examples);
  const auto precisions = gradus::metrics::class_average_precision(examples);
  CHECK(occurrences(svg, fmt::format(">T-shirt/top (AUC {:.3f})<", areas[0])) == 1);
  CHECK(occurrences(svg, fmt::format(">a_b 5 % (AP {:.3f})<", precisions[1])) == 1);
  CHECK(occurrences(svg, fmt::format(">外套 (AUC {:.3f})<", areas[2])) == 1);
  CHECK(occurrences(svg, fmt::format(">macro (AUC {:.3f})<", gradus::metrics::macro_mean(areas))) ==
        1);
  CHECK(occurrences(svg, ">micro (") == 2);
  CHECK(occurrences(svg, ">recall<") == 1);
}

TEST_CASE("Of two classes one curve is drawn, of many the averages alone") {
  SKIP_WITHOUT_GNUPLOT();
  const std::string binary = svg_of(ranking_figure(sample(50, 2, 1), {"no", "yes"}));
  CHECK(occurrences(binary, ">yes (AUC") == 1);
  CHECK(occurrences(binary, "(AUC") == 1);
  const std::string many = svg_of(ranking_figure(sample(400, 11, 11), {}));
  CHECK(occurrences(many, "(AUC") == 2);
  CHECK(occurrences(svg_of(ranking_figure(sample(400, 10, 10), {})), "(AUC") == 12);
}

TEST_CASE("One class alone, one example and Chinese are drawn; no example is refused") {
  SKIP_WITHOUT_GNUPLOT();
  auto alone = sample(20, 3, 3);
  std::ranges::fill(alone.labels, 1);
  CHECK(occurrences(svg_of(ranking_figure(alone, {})), ">micro (AUC") == 1);
  CHECK_NOTHROW(svg_of(ranking_figure(sample(1, 2, 2), {})));
  CHECK(occurrences(svg_of(ranking_figure(sample(9, 2, 2), {}, Language::kChinese)), ">召回率<") ==
        1);
  CHECK_THROWS_AS(ranking_figure({}, {}), std::invalid_argument);
}

TEST_CASE("Lines are thinned with their ends, stepped and averaged") {
  const Line line{{0, 1, 2, 3, 4}, {0, 1, 4, 9, 16}};
  CHECK(thinned(line, 3).x == std::vector<double>{0, 2, 4});
  CHECK(thinned(line, 5).x == line.x);
  CHECK(stepped({{0, 1}, {5, 6}}).x == std::vector<double>{0, 1, 1});
  CHECK(stepped({{0, 1}, {5, 6}}).y == std::vector<double>{5, 5, 6});
  CHECK(value_at(line, 2.5) == 6.5);
  CHECK(value_at(line, -1) == 0);
  CHECK(value_at({{0, 0, 1}, {0, 0.5, 1}}, 0) == 0.5);  // the upper end of a vertical piece
  const Line lines[] = {{{0, 1}, {0, 1}}, {{0, 1}, {1, 1}}};
  CHECK(mean_line(lines, 3).y == std::vector<double>{0.5, 0.75, 1});
}
