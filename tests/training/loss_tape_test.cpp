#include "gradus/training/loss_tape.h"

#include "catch.h"

using gradus::training::LossTape;

TEST_CASE("The mean weighs each step by its examples") {
  LossTape tape(2, torch::kCPU);
  CHECK(std::isnan(tape.mean()));
  tape.record(torch::tensor(1.0F), 3, 3);
  tape.record(torch::tensor(5.0F), 1, 3);
  CHECK(tape.mean() == Approx(2.0));
}

TEST_CASE("Losses of several steps at once weigh as those of one step after the other") {
  LossTape tape(3, torch::kCPU);
  tape.record(torch::tensor({1.0F, 2.0F}), 8, 4);
  tape.record(torch::tensor({6.0F}), 1, 4);
  CHECK(tape.steps() == 3);
  CHECK(tape.mean() == Approx((1 * 4 + 2 * 4 + 6) / 9.0));
}

TEST_CASE("The first non-finite step is found, once its time has come") {
  LossTape tape(3, torch::kCPU);
  tape.record(torch::tensor(1.0F), 1, 1);
  CHECK_FALSE(tape.find_non_finite().has_value());
  tape.record(torch::tensor(INFINITY), 1, 1);
  const auto found = tape.find_non_finite();
  REQUIRE(found.has_value());
  CHECK(found->step == 2);
  CHECK(std::isinf(found->loss));
}
