/// How every gradus program ends when something went wrong.
#pragma once
#include "gradus/core/error.h"

#include <string>
#include <string_view>

namespace gradus {

/// Writes `PROGRAM: MESSAGE` as one line to stderr; returns the code to exit with.
int fail(std::string_view program, const std::string& message, ExitCode code);

/// The same for the exception being handled: call it in `catch (...)`. Errors of gradus keep their
/// code, LibTorch's lose their stack unless `verbose`.
int fail_with_current_exception(std::string_view program, bool verbose);

}  // namespace gradus
