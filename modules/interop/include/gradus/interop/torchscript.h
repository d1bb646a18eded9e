/// A network as a TorchScript program.
#pragma once
#include "gradus/interop/network.h"

#include <string>

namespace gradus::interop {

/// The bytes of a file for `torch.jit.load`: its `forward` takes examples [N, …] of any number type
/// (bytes are divided by 255), standardises them and returns what `gradus predict` prints, in
/// training mode too; its `state_dict()` has the module's own names, and the standardisation is an
/// attribute beside it. Throws `CheckpointError` where the network has no layers.
std::string to_torchscript(const Network& network);

}  // namespace gradus::interop
