#include "gradus/training/interruption.h"

#include "gradus/core/interrupt.h"

namespace gradus::training {

void Interruption::on_step_end(const StepEnd& event) {
  if (interrupt_requested()) event.stop.interrupt("interrupted");
}

}  // namespace gradus::training
