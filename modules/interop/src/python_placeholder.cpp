#include "python_placeholder.h"

#include "python_text.h"

#include <fmt/format.h>

namespace gradus::interop {
namespace {

constexpr const char* kPlaceholder = R"(# The tensors of the file and their shapes.
TENSORS = {
$tensors}


class Network(nn.Module):
    """The model $model: what it computes is known to its own source alone."""

    def __init__(self):
        super().__init__()
        raise NotImplementedError("write the class Network: layers with the names and shapes in TENSORS")

    def forward(self, x):
        raise NotImplementedError("compute [N, $out] from the standardised inputs x, [N, $in]")
)";

}  // namespace

std::string python_placeholder(const Network& network) {
  std::string tensors;
  for (const auto& [name, tensor] : network.state) {
    tensors +=
        fmt::format("    {}: {},\n", python_literal(name), python_tuple(tensor.sizes().vec()));
  }
  return fill_in(kPlaceholder, {{"tensors", tensors},
                                {"model", python_literal(network.model)},
                                {"in", std::to_string(network.in_features)},
                                {"out", std::to_string(network.out_features)}});
}

}  // namespace gradus::interop
