# Third-party packages. What the system has is taken; what it lacks is fetched, pinned by hash.
#
# Every hash was read in at least two independent public recipes (Conan, Spack, Bazel, xmake and
# distribution packages) that download the same address.
include(FetchContent)

find_package(LibTorch 2.6 REQUIRED)
message(STATUS "LibTorch ${LibTorch_VERSION}: ${LibTorch_LIBRARY}")
find_package(Threads REQUIRED)

# What the tests and the search for Arrow run: a Python with torch, numpy and pyarrow.
if(EXISTS "${PROJECT_SOURCE_DIR}/.venv/bin/python")
  set(gradus_default_python "${PROJECT_SOURCE_DIR}/.venv/bin/python")
else()
  set(gradus_default_python python3)
endif()
set(GRADUS_PYTHON "${gradus_default_python}" CACHE STRING "Python with torch, numpy and pyarrow, for the oracle tests")

# gradus_report_fetched(NAME [TARGET]) tells what was fetched, and treats its headers as the
# system's. (CMake 3.25.1 hands FetchContent's own SYSTEM keyword on to the download, which fails.)
function(gradus_report_fetched name)
  string(TOLOWER "${name}" lower)
  if(${lower}_SOURCE_DIR)
    message(STATUS "${name}: not installed, fetched to ${${lower}_SOURCE_DIR}")
    foreach(target IN LISTS ARGN)
      set_target_properties(${target} PROPERTIES SYSTEM ON)
    endforeach()
  endif()
endfunction()

set(FMT_INSTALL OFF)
FetchContent_Declare(fmt
  URL https://github.com/fmtlib/fmt/archive/refs/tags/12.1.0.tar.gz
  URL_HASH SHA256=ea7de4299689e12b6dddd392f9896f08fb0777ac7168897a244a6d6085043fea
  FIND_PACKAGE_ARGS 9)
FetchContent_Declare(CLI11
  URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.5.0.tar.gz
  URL_HASH SHA256=17e02b4cddc2fa348e5dbdbb582c59a3486fa2b2433e70a0c3bacb871334fd55
  FIND_PACKAGE_ARGS 2.1)
FetchContent_Declare(nlohmann_json
  URL https://github.com/nlohmann/json/releases/download/v3.12.0/json.tar.xz
  URL_HASH SHA256=42f6e95cad6ec532fd372391373363b62a14af6d771056dbfc86160e6dfff7aa
  FIND_PACKAGE_ARGS 3.11)
FetchContent_MakeAvailable(fmt CLI11 nlohmann_json)
gradus_report_fetched(fmt fmt-header-only)
gradus_report_fetched(CLI11 CLI11)
gradus_report_fetched(nlohmann_json nlohmann_json)
if(fmt_SOURCE_DIR)
  # Its own library would clash with the fmt headers that the torch wheel carries.
  set_target_properties(fmt PROPERTIES EXCLUDE_FROM_ALL ON)
endif()

if(GRADUS_BUILD_TESTS)
  # No upper limit: tests are written for what Catch2 2.13 and 3 have in common.
  FetchContent_Declare(Catch2
    URL https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
    URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
    FIND_PACKAGE_ARGS)
  FetchContent_MakeAvailable(Catch2)
  gradus_report_fetched(Catch2 Catch2)
endif()

include(Fmt)
include(Zlib)
include(Stb)
include(Tomlplusplus)
include(Arrow)
