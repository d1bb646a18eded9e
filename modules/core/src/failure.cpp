#include "gradus/core/failure.h"

#include <c10/util/Exception.h>

#include <cstdio>
#include <new>

namespace gradus {

int fail(std::string_view program, const std::string& message, ExitCode code) {
  const auto line = fmt::format("{}: {}\n", program, message.substr(0, message.find('\n')));
  // fputs, because a closed stderr must not become a second error.
  std::fputs(line.c_str(), stderr);
  return static_cast<int>(code);
}

int fail_with_current_exception(std::string_view program, bool verbose) {
  try {
    throw;
  } catch (const Error& error) {
    return fail(program, error.what(), error.exit_code());
  } catch (const c10::Error& error) {
    if (verbose) std::fputs(error.what(), stderr);
    return fail(program, error.what_without_backtrace(), ExitCode::kFailed);
  } catch (const std::bad_alloc&) {
    return fail(program,
                "out of memory: use fewer examples, a smaller model or a smaller --batch-size",
                ExitCode::kFailed);
  } catch (const std::exception& error) {
    return fail(program, error.what(), ExitCode::kFailed);
  }
}

}  // namespace gradus
