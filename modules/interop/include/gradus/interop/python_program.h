/// A short Python program that uses an exported network.
#pragma once
#include "gradus/interop/network.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gradus::interop {

/// What a network can be exported as.
enum class Format {
  kSafetensors,  ///< tensors alone, under PyTorch's names
  kStateDict,    ///< the same in PyTorch's own file
  kTorchScript,  ///< a program that `torch.jit.load` runs
  kOnnx,         ///< a graph that onnxruntime and others run
};

/// `safetensors`, `state-dict`, `torchscript`, `onnx`.
const std::vector<std::string>& format_names();
/// Throws `UsageError` with the nearest names.
Format parse_format(const std::string& name);
/// Under which an export keeps its model: `model.safetensors`, `model.pt`, `model.ts`,
/// `model.onnx`.
std::string file_name(Format format);

/// The file beside the model that holds its standardisation; nothing for a format whose model
/// standardises by itself.
std::optional<std::string> standardization_file_name(Format format);

/// Whether Python's `torch.nn` can build the network, so that its `state_dict()` has the tensors of
/// `network.state` and no others: it has layers, their tensors are under PyTorch's names, and no
/// sub-module has a name that `torch.nn.Module` needs itself.
bool has_python_module(const Network& network);

/// The text of `predict.py`, to lie beside the exported file: it loads the file and predicts as
/// `gradus predict` does, as a command and as a module (`load()`, `predict(examples)`). Where
/// `has_python_module` says no, the program for tensors alone has a place for the user's class.
std::string python_program(const Network& network, Format format);

/// Whether a program is `python_program`'s, of whatever network and version, and unchanged since:
/// its last line has the checksum of the others.
bool is_as_exported(std::string_view program);

}  // namespace gradus::interop
