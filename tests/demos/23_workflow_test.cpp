#include "23_workflow.h"

#include "oracle.h"
#include "python_twin.h"
#include "temporary_folder.h"

#include <sstream>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;
using report::Verdict;

namespace {

workflow::Options quick_options() {
  return workflow::read_options(Settings(), /*quick=*/true);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string step_of(const std::string& line) {
  for (const char* mark : {"  // ", "    # "}) {
    if (line.starts_with(mark)) return line.substr(line.find_first_of("0123456789"));
  }
  return {};
}

}  // namespace

TEST_CASE("An installed program does not ask for the Python of the building machine") {
  const test::TemporaryFolder folder;
  CHECK(python_for_twins(folder.path()) == folder.path().string());
  CHECK(python_for_twins(folder.path() / "gone/bin/python") == "python3");
}

TEST_CASE("The workflow and its Python twin give the same numbers from the same seed") {
  if (!oracle_available()) {
    WARN("skipped: no Python that imports torch");
    return;
  }
  const test::TemporaryFolder folder;
  const auto result = workflow::measure(quick_options(), {.seed = 5}, folder.path());
  REQUIRE(result.twin.why_not.empty());
  auto cpp = result.cpp, python = result.twin.values;
  CHECK(cpp["weights"].size() == 64 * 32 + 32 + 32 * 10 + 10);
  CHECK(cpp["weights"] == python["weights"]);  // bit for bit
  REQUIRE(cpp["losses"].size() == 3);
  for (size_t i = 0; i < 3; ++i) {
    CHECK(cpp["losses"][i] == Approx(python["losses"].at(i)).margin(1e-4).epsilon(0));
  }
  CHECK(cpp["losses"].back() < cpp["losses"].front());
  for (const auto& finding : workflow::judge(result)) CHECK(finding.verdict == Verdict::kHolds);
}

TEST_CASE("Without a Python the workflow runs, and says what is missing") {
  const test::TemporaryFolder folder;
  auto options = quick_options();
  options.python = "no-such-python";
  const auto result = workflow::measure(options, {}, folder.path());
  CHECK(result.twin.values.empty());
  CHECK(result.twin.why_not == "there is no program 'no-such-python'");
  CHECK(workflow::judge(result).size() == 1);
}

TEST_CASE("The saved file brings every weight back") {
  const test::TemporaryFolder folder;
  auto outcome = workflow::train(quick_options(), {}, folder / "model.safetensors");
  CHECK(outcome["reload_error"] == std::vector<double>{0});
  CHECK(outcome["accuracy"].front() > 0.5);  // a guess is right in a tenth
}

TEST_CASE("Each rule says 'does not hold' on data made to break the claim") {
  workflow::Result broken;
  broken.cpp = {{"weights", {0.1, 0.2}},
                {"losses", {1.0, 0.5}},
                {"accuracy", {0.9}},
                {"reload_error", {0.001}}};
  broken.twin.values = {{"weights", {0.1, 0.20000001}}, {"losses", {1.0, 0.5002}}};
  const auto findings = workflow::judge(broken);
  REQUIRE(findings.size() == 3);
  for (const auto& finding : findings) CHECK(finding.verdict == Verdict::kDoesNotHold);
}

TEST_CASE("The two files say the same steps on the same lines") {
  const auto cpp = lines_of(find_source("app/demos/23_workflow.cpp").text);
  const auto python = lines_of(find_source("app/demos/23_workflow.py").text);
  int steps = 0;
  for (size_t i = 0; i < cpp.size(); ++i) {
    const auto step = step_of(cpp[i]);
    if (step.empty() || cpp[i].find("// ") == std::string::npos) continue;
    REQUIRE(i < python.size());
    CHECK(step_of(python[i]) == step);
    ++steps;
  }
  CHECK(steps == 6);
}
