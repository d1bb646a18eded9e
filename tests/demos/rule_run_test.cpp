#include "rule_run.h"

#include "gradus/core/error.h"

#include "catch.h"

using namespace gradus::demos;

TEST_CASE("A run keeps its updates and tells whether the gate was learnt") {
  const auto run = run_rule(find_gate("AND").outputs, {0, 0, 0}, {}, {});
  CHECK(run.learnt);
  CHECK(run.updates.size() == 10);
  CHECK(run.weights() == std::vector<double>{-2, 2, 1});
  const auto none = run_rule(find_gate("AND").outputs, {-3, 2, 2}, {}, {});
  CHECK(none.learnt);
  CHECK(none.updates.empty());
  CHECK(none.weights() == std::vector<double>{-3, 2, 2});
  CHECK_FALSE(run_rule(find_gate("XOR").outputs, {0, 0, 0}, {.max_epochs = 20}, {}).learnt);
}

TEST_CASE("The flags of the rule are read, and wrong ones refused") {
  gradus::Settings settings;
  settings.set("--max-epochs", "7");
  settings.set("--learning-rate", "0.5");
  settings.set("--tie", "1");
  const auto rule = read_rule(settings, 100, 1000);
  CHECK(rule.max_epochs == 7);
  CHECK(rule.learning_rate == 0.5);
  CHECK(rule.tie == 1);
  settings.set("--learning-rate", "0");
  CHECK_THROWS_AS(read_rule(settings, 100, 1000), gradus::UsageError);
}

TEST_CASE("The steps are drawn from the start to the end, at most as many as asked for") {
  const auto gate = find_gate("AND").outputs;
  const auto run = run_rule(gate, {0, 0, 0}, {}, {});
  const auto all = step_panels(run, gate, 12).panels;
  REQUIRE(all.size() == 11);
  CHECK(all.front().title.en == "0: W = (0, 0, 0)");
  CHECK(all.front().marks.size() == 2);
  CHECK(all.back().title.en == "10: W = (-2, 2, 1)");
  CHECK(all.back().marks.size() == 3);  // with the ring
  const auto some = step_panels(run, gate, 4).panels;
  REQUIRE(some.size() == 4);
  CHECK(some.front().title.en == "0: W = (0, 0, 0)");
  CHECK(some.back().title.en == "10: W = (-2, 2, 1)");
  CHECK(step_panels(run_rule(gate, {-3, 2, 2}, {}, {}), gate, 12).panels.size() == 1);
}

TEST_CASE("The curves of the weights begin at the start") {
  const auto run = run_rule(find_gate("OR").outputs, {0, 0, 0}, {}, {});
  const auto panel = weights_panel(run, 3);
  REQUIRE(panel.curves.size() == 3);
  CHECK(panel.curves[0].x == std::vector<double>{0, 1, 2, 3});
  CHECK(panel.curves[0].y.front() == 0);
  CHECK(panel.curves[1].y[1] == run.updates[0].weights[1]);
}
