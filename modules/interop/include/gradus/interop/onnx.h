/// A network as an ONNX graph (onnx.ai/onnx/intro).
#pragma once
#include "gradus/interop/network.h"

#include <string>

namespace gradus::interop {

/// The bytes of a model file, float32: input `inputs` [N, …] (pixels as numbers from 0 to 1),
/// output `probabilities` [N, K] or `values` [N, k], standardisation included; the tensors keep the
/// module's names. Throws `CheckpointError` where the network has no layers.
std::string to_onnx(const Network& network);

}  // namespace gradus::interop
