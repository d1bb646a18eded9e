/// A network's layers as ONNX operators.
#pragma once
#include "gradus/interop/network.h"
#include "onnx_graph.h"

#include <string>

namespace gradus::interop {

/// Adds what `layer` makes of `x` and returns its name: `x` itself where it changes nothing.
std::string add_layer(OnnxGraph& graph, const NamedLayer& layer, const std::string& x);

}  // namespace gradus::interop
