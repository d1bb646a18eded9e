/// The one place for differences between LibTorch versions (2.6 to 2.14).
#pragma once
#include <torch/version.h>

#if TORCH_VERSION_MAJOR < 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR < 6)
#error "gradus needs LibTorch 2.6 or newer; scripts/setup.sh installs one into .venv"
#endif
