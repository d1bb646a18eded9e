#include "gradus/report/progress.h"

#include "gradus/report/text_width.h"

#include <limits>

#include "catch.h"

using namespace gradus::report;
using namespace gradus::training;

namespace {

EpochRecord third_epoch() {
  return {3, 0.34119, {{"accuracy", 0.87641}}, 0.36011, {{"accuracy", 0.87122}}, 0.1, 0.74, 54000};
}

// Runs one epoch of 100 steps of 10 ms and gives everything that was written.
std::string run(const Terminal& terminal, int* loss_reads = nullptr) {
  std::string output;
  ProgressBar bar(terminal, [&](std::string_view text) { output += text; });
  StopRequest stop;
  const std::function<double()> mean_loss = [&] {
    if (loss_reads != nullptr) ++*loss_reads;
    return 0.5;
  };
  const std::function<MetricValues()> metrics = [] { return MetricValues{{"accuracy", 0.75}}; };
  bar.on_epoch_start({3, 10, 0});
  for (int64_t step = 1; step <= 100; ++step) {
    bar.on_step_end({3, 10, step, 100, step * 540, 54000, 0.01 * static_cast<double>(step),
                     mean_loss, metrics, stop});
  }
  bar.on_epoch_end({third_epoch(), 10, stop});
  return output;
}

Terminal person(int width) {
  return {true, width, false, true};
}

std::vector<std::string> redraws(const std::string& output) {
  const std::string clear = "\r\x1b[K";
  std::vector<std::string> lines;
  for (size_t at = output.find(clear); at != std::string::npos;) {
    const size_t next = output.find(clear, at + clear.size());
    lines.push_back(output.substr(at + clear.size(), next - at - clear.size()));
    at = next;
  }
  return lines;
}

}  // namespace

TEST_CASE("A finished epoch is one line") {
  CHECK(epoch_line(third_epoch(), 10) ==
        "epoch  3/10  loss 0.3412  accuracy 0.8764  val loss 0.3601  val accuracy 0.8712  0.74 s  "
        "72973 examples/s");
}

TEST_CASE("Without a terminal there is that line alone, and the loss is never asked for") {
  int reads = 0;
  CHECK(run({}, &reads) == epoch_line(third_epoch(), 10) + "\n");
  CHECK(reads == 0);
}

TEST_CASE("On a terminal the bar shows speed, time left and loss, 10 times a second at most") {
  int reads = 0;
  const auto lines = redraws(run(person(120), &reads));
  CHECK(reads <= 10);
  REQUIRE(lines.size() >= 9);
  CHECK_THAT(lines[4], StartsWith("epoch  3/10  ━━━━━━━"));
  CHECK_THAT(lines[4], ContainsSubstring(" %  loss 0.5000  "));
  // Half of this epoch and 7 more at 1 s each.
  CHECK_THAT(lines[4], ContainsSubstring(" s left  54000 examples/s"));
  CHECK(lines.back() == epoch_line(third_epoch(), 10) + "\n");
}

TEST_CASE("The bar shows the first metric so far") {
  CHECK_THAT(redraws(run(person(120))).front(), ContainsSubstring("accuracy 0.7500"));
}

TEST_CASE("A long training leaves about twenty lines, its last one among them") {
  std::string output;
  ProgressBar bar({}, [&](std::string_view text) { output += text; });
  StopRequest stop;
  EpochRecord record = third_epoch();
  for (record.epoch = 1; record.epoch <= 200; ++record.epoch) bar.on_epoch_end({record, 200, stop});
  CHECK(std::count(output.begin(), output.end(), '\n') == 21);
  CHECK_THAT(output, ContainsSubstring("epoch 200/200"));
}

TEST_CASE("Row 'narrow terminal': nothing is wider than the terminal") {
  for (int width = 1; width < 120; ++width) {
    for (const std::string& line : redraws(run(person(width)))) {
      CHECK(display_width(printable(line.substr(0, line.find('\n')))) <=
            static_cast<size_t>(width));
    }
  }
  CHECK(redraws(run(person(80))).back() ==
        "epoch  3/10  loss 0.3412  accuracy 0.8764  val loss 0.3601  val accuracy 0.8712\n");
}

TEST_CASE("Row 'LANG=C': the bar is ASCII; colours only where allowed") {
  const std::string ascii = run({true, 80, false, false});
  CHECK(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c > 0; }));
  CHECK_THAT(ascii, ContainsSubstring("##--"));
  CHECK_THAT(run({true, 80, true, true}), ContainsSubstring("\x1b[34m━"));
  CHECK(run(person(80)).find("\x1b[3") == std::string::npos);
}

TEST_CASE("A bar that a failure left behind is removed") {
  std::string output;
  StopRequest stop;
  {
    ProgressBar bar(person(80), [&](std::string_view text) { output += text; });
    bar.on_epoch_start({1, 2, 0});
    const std::function<double()> mean_loss = [] { return 1.0; };
    const std::function<MetricValues()> metrics = [] { return MetricValues(); };
    bar.on_step_end({1, 2, 5, 10, 5, 10, 0.2, mean_loss, metrics, stop});
  }
  CHECK(redraws(output).size() == 2);
  CHECK(redraws(output).back().empty());
}

TEST_CASE("Numbers and durations stay short") {
  CHECK(short_number(0.34119) == "0.3412");
  CHECK(short_number(0) == "0.0000");
  CHECK(short_number(3.4119e-5) == "3.412e-05");
  CHECK(short_number(-123456.7) == "-1.235e+05");
  CHECK(short_number(std::numeric_limits<double>::quiet_NaN()) == "nan");
  CHECK(short_duration(0.4) == "0 s");
  CHECK(short_duration(125) == "2:05 min");
  CHECK(short_duration(3725) == "1:02:05 h");
  CHECK(short_duration(-1) == "0 s");
}
