/// Combining neurons: AND and OR together make XNOR.
#pragma once
#include "demo.h"
#include "gate_network.h"
#include "gradus/report/network_diagram.h"
#include "gradus/report/panel.h"

namespace gradus::demos::combining {

struct Options {
  GateNetwork network;
};

struct Result {
  TruthTable z1, z2, outputs;
  std::vector<SignChange> changes;  ///< of the network, from fewest signs to most
};

Options read_options(const Settings& settings, bool quick);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
/// The plane of the inputs, and that of what the hidden layer says.
report::Panels picture(const Options& options, const Result& result, const Setup& setup);
report::NetworkDiagram diagram(const Options& options);

}  // namespace gradus::demos::combining
