#include "stage.h"

#include "gradus/core/error.h"
#include "gradus/core/interrupt.h"
#include "temporary_folder.h"

#include <csignal>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using gradus::test::TemporaryFolder;

namespace {

const bool added = add_source("app/demos/90_probe.cpp", "int probe;\n");

Demo probe() {
  return {{90, "probe", {"Probe", "试验"}, {"a probe", "一个试验"}}, {}, {}};
}

struct Told {
  std::string text;
  report::Chapter chapter;
};

Told tell(const Demo& demo, StageOptions options) {
  Told told;
  options.print = [&](std::string_view text) { told.text += text; };
  Stage stage(demo, {.seed = 4}, options);
  stage.claim({"the claim", "论断"});
  stage.ran({"three runs", "三次运行"});
  stage.table("T", {"a"}, {{"1"}});
  report::Panel panel;
  panel.curves = {{.x = {0, 1}, .y = {0, 1}}};
  stage.figure("curve", {"a curve", "一条曲线"}, report::Panels{.panels = {panel}});
  stage.finding({"c", "r", "m", report::Verdict::kHolds});
  told.chapter = stage.finish();
  return told;
}

}  // namespace

TEST_CASE("A story is told in order: claim, run, table, verdict, figures") {
  const TemporaryFolder folder;
  StageOptions options;
  options.output = folder / "out";
  const auto demo = probe();
  const auto told = tell(demo, options);
  size_t before = 0;
  for (const char* part : {"90. Probe", "Claim: the claim", "Run: three runs; seed 4, device cpu",
                           "T\na", "Verdict: holds"}) {
    const auto at = told.text.find(part);
    REQUIRE(at != std::string::npos);
    CHECK(at >= before);
    before = at;
  }
  if (report::gnuplot_available()) {
    CHECK(told.text.find("curve.png: a curve") > before);
    CHECK(std::filesystem::exists(folder / "out" / "curve.svg"));
    CHECK(std::filesystem::exists(told.chapter.figures.front().files.png));
  }
  CHECK(told.chapter.sources.front().text == "int probe;\n");
}

TEST_CASE("Chinese is told in Chinese") {
  const TemporaryFolder folder;
  StageOptions options;
  options.language = report::Language::kChinese;
  options.figures = false;
  options.output = folder / "out";
  const auto demo = probe();
  CHECK_THAT(tell(demo, options).text, ContainsSubstring("运行：三次运行；随机种子 4，设备 cpu"));
  CHECK_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_CASE("Without gnuplot the story is told, and what is missing is said") {
  const TemporaryFolder folder;
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", folder.path().c_str(), 1);
  StageOptions options;
  options.output = folder / "out";
  const auto demo = probe();
  const auto told = tell(demo, options);
  ::setenv("PATH", path.c_str(), 1);
  CHECK_THAT(told.text, ContainsSubstring("No figures: gnuplot is not installed"));
  CHECK(told.chapter.figures.front().files.png.empty());
}

TEST_CASE("Ctrl-C ends a story with its exit code") {
  const InterruptGuard guard;
  std::raise(SIGINT);
  StageOptions options;
  options.figures = false;
  const auto demo = probe();
  try {
    tell(demo, options);
    FAIL("not interrupted");
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::kInterrupted);
  }
}

TEST_CASE("A demo that does not exist is refused with the nearest first") {
  CHECK_THROWS_MESSAGE(find_demo("nothing"), UsageError, "unknown demo 'nothing'");
}
