#include "gradus/training/interruption.h"

#include "gradus/core/interrupt.h"

#include <csignal>

#include "catch.h"

using namespace gradus::training;

TEST_CASE("A signal asks the training to stop after the step") {
  const gradus::InterruptGuard guard;
  StopRequest stop;
  const std::function<double()> mean_loss = [] { return 0.0; };
  const std::function<MetricValues()> metrics = [] { return MetricValues(); };
  const StepEnd event{1, 1, 1, 1, 1, 1, 0.0, mean_loss, metrics, stop};
  Interruption interruption;
  interruption.on_step_end(event);
  CHECK_FALSE(stop.requested);
  std::raise(SIGTERM);
  interruption.on_step_end(event);
  CHECK(stop.requested);
  CHECK(gradus::interrupt_requested() == SIGTERM);
}
