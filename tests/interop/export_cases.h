/// Networks to export, with what gradus itself predicts for some examples.
#pragma once
#include "gradus/interop/network.h"

#include <torch/types.h>

#include <string>
#include <vector>

struct ExportCase {
  std::string name;
  gradus::interop::Network network;
  torch::Tensor inputs;    ///< [N, …], as a file has them
  torch::Tensor expected;  ///< [N, K], as `gradus predict` computes it
};

/// Each activation of the registry, with its options at other values than the default ones too;
/// each normalization, head, model, type and shape of examples; names that are no identifiers.
std::vector<ExportCase> export_cases();

/// The network that `model` with these settings is after a training on `inputs` numbers a row.
gradus::interop::Network example_network(const std::string& model, const std::string& settings,
                                         int64_t inputs, int64_t outputs);
