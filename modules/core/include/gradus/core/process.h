/// Running another program and waiting for it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace gradus {

/// A program to run, and where.
struct Process {
  std::vector<std::string> command;    ///< the program (looked up in PATH) and its arguments
  std::filesystem::path folder = ".";  ///< it runs there
  std::filesystem::path output = {};   ///< file in `folder` for its stdout; empty: nowhere
  std::filesystem::path errors = {};   ///< likewise for its stderr
};

/// Returned for a program that was not found, as a shell does.
inline constexpr int kProgramNotFound = 127;

/// Runs it without input; an interruption (see interrupt.h) ends it too. Returns its exit code (128
/// + N where signal N ended it). Throws `RunError` when it cannot be started or waited for.
int run_process(const Process& process);

}  // namespace gradus
