/// The same bits from every run, where LibTorch would otherwise choose the fastest way.
#pragma once

namespace gradus {

/// On: LibTorch takes algorithms alone that give the same result every time, and an operation that
/// has none throws (PyTorch's `use_deterministic_algorithms`). To be called before CUDA is used:
/// cuBLAS reads `CUBLAS_WORKSPACE_CONFIG` at its start, which is set here unless it is already.
/// On the CPU all that gradus computes is the same for the same number of threads anyway.
void set_deterministic(bool on);

}  // namespace gradus
