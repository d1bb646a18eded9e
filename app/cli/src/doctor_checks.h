/// What `gradus doctor` looks at, one function an area.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gradus::cli {

struct Check {
  enum class Status { kOk, kWarning, kProblem };
  std::string name;  ///< a word or two
  Status status = Status::kOk;
  std::string found;
  std::string advice;  ///< what to do; empty where all is well
};

using Checks = std::vector<Check>;

std::string_view status_word(Check::Status status);

/// Compiler, build type, the LibTorch compiled against and the one that runs.
Checks check_build();
/// Processors, SIMD level, BLAS, and a product of 1024 × 1024 float32 matrices timed on one thread
/// and on all.
Checks check_processor();
/// Memory, and whether runs/ can be written.
Checks check_machine();
/// Whether the build, the driver and a card are there.
Checks check_cuda();
/// gnuplot with its PNG terminal, fonts, a Python with torch. Each program gets 5 seconds.
Checks check_programs();
/// Data sets that are not shipped.
Checks check_data();

}  // namespace gradus::cli
