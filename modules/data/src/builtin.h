/// The built-in data sets, one function a family. Called when the registry is first used, not from
/// static initialisers, which the linker would drop with their unreferenced object files.
#pragma once
#include "gradus/data/registry.h"

namespace gradus::data {

using DatasetRegistry = Registry<DatasetFactory>;

void add_gates(DatasetRegistry& registry);
void add_clouds(DatasetRegistry& registry);
void add_curves(DatasetRegistry& registry);
void add_functions(DatasetRegistry& registry);
void add_mnist(DatasetRegistry& registry);
void add_shipped(DatasetRegistry& registry);

}  // namespace gradus::data
