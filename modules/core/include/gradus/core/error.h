/// Errors that end in one clear line on stderr and a documented exit code.
#pragma once
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace gradus {

/// Exit codes of every gradus program.
enum class ExitCode : int {
  kDone = 0,           ///< all went well
  kFailed = 1,         ///< failed while running (disk full, internal error)
  kUsage = 2,          ///< wrong usage or configuration
  kDevice = 3,         ///< the named device is not available
  kData = 4,           ///< data refused
  kCheckpoint = 5,     ///< saved model refused
  kDiverged = 6,       ///< training became non-finite
  kInterrupted = 130,  ///< Ctrl-C
  kTerminated = 143,   ///< SIGTERM, SIGHUP or a closed pipe
};

/// Base of all errors that gradus throws. The message is one line: the offending value, what was
/// expected, what to do.
class Error : public std::runtime_error {
 public:
  /// `message` is one line, without the name of the program.
  Error(ExitCode exit_code, const std::string& message)
      : std::runtime_error(message), exit_code_(exit_code) {}
  /// What a program that cannot go on ends with.
  ExitCode exit_code() const { return exit_code_; }

 private:
  ExitCode exit_code_;
};

/// An error class of its own for each exit code, with a formatted message:
/// `throw UsageError("epochs = {}: expected at least 1", epochs);`
template <ExitCode kCode>
class CodedError : public Error {
 public:
  /// `format` is fmt's, checked when compiled.
  template <typename... Args>
  explicit CodedError(fmt::format_string<Args...> format, Args&&... args)
      : Error(kCode, fmt::format(format, std::forward<Args>(args)...)) {}
};

using RunError = CodedError<ExitCode::kFailed>;     ///< the system refused: disk, memory, process
using UsageError = CodedError<ExitCode::kUsage>;    ///< an option, name or setting is wrong
using DeviceError = CodedError<ExitCode::kDevice>;  ///< the named device is not to be had
using DataError = CodedError<ExitCode::kData>;      ///< data is broken, or does not fit the model
using CheckpointError = CodedError<ExitCode::kCheckpoint>;  ///< a saved model is refused
using DivergedError = CodedError<ExitCode::kDiverged>;  ///< loss or weights are not finite any more

}  // namespace gradus
