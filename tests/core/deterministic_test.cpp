#include "gradus/core/deterministic.h"

#include <ATen/Context.h>

#include <cstdlib>
#include <string>

#include "catch.h"

TEST_CASE("An operation without a deterministic way throws while only such are allowed") {
  unsetenv("CUBLAS_WORKSPACE_CONFIG");
  const auto overwrite = [] {
    // With an index that occurs twice, which value stays depends on the threads.
    return torch::zeros({2}).put_(torch::zeros({2}, torch::kInt64), torch::ones({2}));
  };
  CHECK_NOTHROW(overwrite());
  at::globalContext().setBenchmarkCuDNN(true);
  gradus::set_deterministic(true);
  CHECK_THROWS_MESSAGE(overwrite(), c10::Error, "deterministic");
  CHECK_FALSE(at::globalContext().benchmarkCuDNN());
  CHECK(std::string(std::getenv("CUBLAS_WORKSPACE_CONFIG")) == ":4096:8");
  gradus::set_deterministic(false);
  CHECK_NOTHROW(overwrite());
}

TEST_CASE("A workspace that the user has chosen for cuBLAS stays") {
  setenv("CUBLAS_WORKSPACE_CONFIG", ":16:8", 1);
  gradus::set_deterministic(true);
  gradus::set_deterministic(false);
  CHECK(std::string(std::getenv("CUBLAS_WORKSPACE_CONFIG")) == ":16:8");
  unsetenv("CUBLAS_WORKSPACE_CONFIG");
}
