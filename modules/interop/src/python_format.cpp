#include "python_format.h"

#include "gradus/core/error.h"
#include "gradus/core/suggest.h"

#include <algorithm>

namespace gradus::interop {
namespace {

constexpr FormatText kFormats[] = {
    {"safetensors", "model.safetensors", "standardization.safetensors", "torch and safetensors",
     "import torch\nfrom safetensors.torch import load_file\nfrom torch import nn\n",
     "load_file(FOLDER / \"$file\")"},
    {"state-dict", "model.pt", "standardization.pt", "torch",
     "import torch\nfrom torch import nn\n", "torch.load(FOLDER / \"$file\", weights_only=True)"},
    {"torchscript", "model.ts", nullptr, "torch", "import torch\n",
     "torch.jit.load(str(FOLDER / \"$file\"))"},
    {"onnx", "model.onnx", nullptr, "numpy and onnxruntime", "import numpy\nimport onnxruntime\n",
     "onnxruntime.InferenceSession(str(FOLDER / \"$file\"), providers=[\"CPUExecutionProvider\"])"},
};

}  // namespace

const FormatText& text_of(Format format) {
  return kFormats[static_cast<size_t>(format)];
}

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& format : kFormats) all.emplace_back(format.name);
    return all;
  }();
  return names;
}

Format parse_format(const std::string& name) {
  const auto& names = format_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end())
    throw UsageError("{}", unknown_name_message("export format", name, names));
  return static_cast<Format>(found - names.begin());
}

std::string file_name(Format format) {
  return text_of(format).file;
}

std::optional<std::string> standardization_file_name(Format format) {
  const auto* name = text_of(format).standardization;
  return name == nullptr ? std::nullopt : std::optional<std::string>(name);
}

}  // namespace gradus::interop
