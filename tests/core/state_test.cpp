#include "gradus/core/state.h"

#include "gradus/core/error.h"

#include <limits>

#include "catch.h"

using namespace gradus;

TEST_CASE("Numbers and texts come back bit for bit") {
  const StateMap state = {{"pi", number_state(3.141592653589793)},
                          {"large", integer_state(std::numeric_limits<int64_t>::max())},
                          {"text", text_state("上 up")},
                          {"empty", text_state("")}};
  CHECK(state_number(state, "pi") == 3.141592653589793);
  CHECK(state_integer(state, "large") == std::numeric_limits<int64_t>::max());
  CHECK(state_text(state, "text") == "上 up");
  CHECK(state_text(state, "empty").empty());
}

TEST_CASE("What is missing or of another kind is named") {
  const StateMap state = {{"pi", number_state(3.14)}};
  CHECK_THROWS_WITH(state_integer(state, "tau"), "the checkpoint lacks 'tau'");
  CHECK_THROWS_WITH(state_integer(state, "pi"), "'pi' is Double of 1 values, expected one of Long");
  CHECK_THROWS_AS(state_text(state, "pi"), CheckpointError);
}

TEST_CASE("Parts are put into a whole and taken out again") {
  StateMap whole;
  add_state(whole, "a.", {{"x", number_state(1)}});
  add_state(whole, "ab.", {{"x", number_state(2)}});
  CHECK(state_number(state_with_prefix(whole, "a."), "x") == 1);
  CHECK(state_with_prefix(whole, "a.").size() == 1);
  CHECK(state_with_prefix(whole, "b.").empty());
}
