# Third-party packages. System packages first; where they are missing, FetchContent (pinned by hash).
find_package(LibTorch 2.6 REQUIRED)
message(STATUS "LibTorch ${LibTorch_VERSION}: ${LibTorch_LIBRARY}")

find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
if(GRADUS_BUILD_TESTS)
  find_package(Catch2 REQUIRED)
endif()
