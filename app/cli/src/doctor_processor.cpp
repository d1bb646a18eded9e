#include "doctor_checks.h"
#include "gradus/core/device.h"
#include "gradus/core/threads.h"

#include <ATen/Context.h>
#include <ATen/Version.h>
#include <torch/types.h>
#include <torch/version.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace gradus::cli {
namespace {

/// KEY=value as LibTorch tells how it was built; empty when it does not.
std::string build_setting(const std::string& key) {
  const auto text = at::show_config();
  const auto at = text.find(key + "=");
  if (at == std::string::npos) return "";
  const auto begin = at + key.size() + 1;
  return text.substr(begin, text.find_first_of(", \n", begin) - begin);
}

/// Best of a few, in 10⁹ multiplications and additions a second.
double matmul_gflops(int threads) {
  constexpr int64_t kSize = 1024;
  constexpr int kRepetitions = 5;
  const ThreadsGuard guard(threads);
  const torch::NoGradGuard no_grad;
  const auto a = torch::rand({kSize, kSize}), b = torch::rand({kSize, kSize});
  auto best = std::numeric_limits<double>::infinity();
  for (int i = 0; i <= kRepetitions; ++i) {  // the first warms up
    const auto start = std::chrono::steady_clock::now();
    const auto product = torch::mm(a, b);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (i > 0) best = std::min(best, seconds.count());
  }
  return 2.0 * kSize * kSize * kSize / best / 1e9;
}

Check check_speed() {
  constexpr double kSlow = 2;  // a plain triple loop reaches about that
  const int processors = available_processors();
  const double one = matmul_gflops(1), all = matmul_gflops(processors);
  Check check{"matrix product",
              Check::Status::kOk,
              fmt::format("1024 x 1024 float32: {:.0f} GFLOP/s on 1 thread, {:.0f} on {}", one, all,
                          processors),
              {}};
  if (one < kSlow) {
    check.status = Check::Status::kWarning;
    check.advice = "slow for any processor: LibTorch's BLAS is missing or the machine is busy";
  } else if (processors > 1 && all < one) {
    check.status = Check::Status::kWarning;
    check.advice = "more threads are slower: is the machine busy? Else train with --threads 1";
  }
  return check;
}

}  // namespace

Checks check_build() {
  Checks checks;
  checks.push_back({"gradus",
                    Check::Status::kOk,
                    fmt::format("{}, compiled by {} {}, {}", GRADUS_VERSION,
#ifdef __clang__
                                "clang", __clang_version__,
#else
                                "g++", __VERSION__,
#endif
                                GRADUS_BUILD_TYPE),
                    {}});
  if (std::string_view(GRADUS_BUILD_TYPE) == "Debug") {
    checks.back().status = Check::Status::kWarning;
    checks.back().advice = "a debug build trains slowly: configure with the preset release";
  }
  const std::string compiled = TORCH_VERSION, running = build_setting("TORCH_VERSION");
  const auto same = running.empty() || compiled.starts_with(running);
  checks.push_back(
      {"LibTorch", same ? Check::Status::kOk : Check::Status::kProblem,
       same ? compiled : fmt::format("{} runs, compiled against {}", running, compiled),
       same ? "" : "build again: scripts/setup.sh, then cmake --build build/release"});
  return checks;
}

Checks check_processor() {
  const auto blas = build_setting("BLAS_INFO");
  Checks checks;
  checks.push_back({"processor",
                    Check::Status::kOk,
                    fmt::format("{} available, instructions as used: {}", available_processors(),
                                cpu_capability()),
                    {}});
  checks.push_back({"BLAS", blas.empty() ? Check::Status::kWarning : Check::Status::kOk,
                    blas.empty() ? "LibTorch names none" : blas,
                    blas.empty() ? "large networks will be slow: take the torch wheel" : ""});
  checks.push_back(check_speed());
  return checks;
}

}  // namespace gradus::cli
