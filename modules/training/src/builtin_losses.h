/// The losses that come with gradus.
#pragma once
#include "gradus/training/loss_registry.h"

namespace gradus::training {

void add_builtin_losses(Registry<RegisteredLoss>& losses);

}  // namespace gradus::training
