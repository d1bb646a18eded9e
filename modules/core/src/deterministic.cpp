#include "gradus/core/deterministic.h"

#include <ATen/Context.h>

#include <cstdlib>

namespace gradus {

void set_deterministic(bool on) {
  // The larger of the two workspaces that cuBLAS documents as reproducible: 8 buffers of 4 MiB.
  if (on) setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
  auto& context = at::globalContext();
  context.setDeterministicAlgorithms(on, /*warn_only=*/false);
  // Trying out which algorithm is the fastest may choose another one in each run.
  if (on) context.setBenchmarkCuDNN(false);
}

}  // namespace gradus
