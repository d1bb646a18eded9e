/// Examined activations as a reader sees them: a table of properties, a gallery of curves.
#pragma once
#include "activation_properties.h"
#include "gradus/report/panel.h"
#include "stage.h"

#include <vector>

namespace gradus::demos {

/// A row for each function, with a mark where measurement and textbook differ.
void show_properties(Stage& stage, const std::vector<Examined>& functions);

/// f and f′ (by autograd) of each over [-5, 5], broken where they jump.
report::Panels gallery(const std::vector<Examined>& functions);

}  // namespace gradus::demos
