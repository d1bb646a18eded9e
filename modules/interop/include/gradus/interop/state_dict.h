/// PyTorch's own files of tensors, as `torch.save(module.state_dict(), file)` writes them.
#pragma once
#include "gradus/interop/network.h"

#include <filesystem>
#include <string>

namespace gradus::interop {

/// A plain dictionary of tensors that `torch.load(file, weights_only=True)` opens and
/// `load_state_dict` takes. Throws `CheckpointError` for a dtype that `to_safetensors` refuses too.
std::string to_state_dict(const NamedTensors& tensors);

/// Reads such a file, in its own order, as contiguous CPU tensors that own their memory. The pickle
/// in it is read by a reader that knows only what a state dict needs and calls nothing: every other
/// opcode and global is refused. Dictionaries may be nested, as `{"model": state_dict, "epoch": 3}`
/// is: where more than one holds tensors, `key` names the one meant (dotted, `.` for the
/// outermost). What lies under numbers, as an optimizer's state does, is passed over; a link is
/// followed. Throws `CheckpointError` for everything else, the format of PyTorch before 1.6,
/// TorchScript and whole pickled modules included, each with what to do instead; no more memory is
/// taken than a small multiple of the file's size.
NamedTensors read_state_dict(const std::filesystem::path& file, const std::string& key = "");

}  // namespace gradus::interop
