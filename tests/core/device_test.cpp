#include "gradus/core/device.h"

#include "gradus/core/error.h"

#include <torch/cuda.h>

#include "catch.h"

TEST_CASE("The CPU is always there and auto always finds something") {
  CHECK(gradus::select_device("cpu").is_cpu());
  CHECK_NOTHROW(gradus::select_device("auto"));
  CHECK(gradus::list_devices().front().memory_bytes > 0);
}

TEST_CASE("An unknown device lists what exists") {
  CHECK_THROWS_MESSAGE(gradus::select_device("gpu"), gradus::DeviceError,
                       "device 'gpu' is unknown: expected cpu, cuda");
  CHECK_THROWS_MESSAGE(gradus::select_device("cuda:x"), gradus::DeviceError, "Available: cpu");
  CHECK_THROWS_MESSAGE(gradus::select_device("cuda:"), gradus::DeviceError, "unknown");
}

TEST_CASE("CUDA without a card never falls back") {
  if (torch::cuda::device_count() > 0) return;
  CHECK_THROWS_MESSAGE(gradus::select_device("cuda"), gradus::DeviceError, "is not available");
  CHECK_THROWS_MESSAGE(gradus::select_device("cuda:7"), gradus::DeviceError, "is not available");
}
