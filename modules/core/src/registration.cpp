#include "gradus/core/registration.h"

#include "gradus/core/error.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace gradus {

bool register_before_main(const std::function<void()>& add) noexcept {
  try {
    add();
    return true;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    std::_Exit(static_cast<int>(ExitCode::kUsage));
  }
}

}  // namespace gradus
