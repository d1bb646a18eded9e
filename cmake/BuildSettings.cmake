# Language level, output folders, caching and parallelism, the same for every target (a shared
# precompiled header is only usable by targets with equal flags).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Said for libraries and programs alike: CMake would give -fPIC to the ones and -fPIE to the others,
# and a precompiled header serves one of them only.
add_compile_options(-fPIC)
# Assertions name their file from the project's root, not by the building machine's folders.
add_compile_options("-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
# -O3 buys nothing over -O2 here: the time is spent inside LibTorch.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what ccache's manual asks for with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_PCH_EXTSUM=1 ${CCACHE_PROGRAM})
endif()

# A LibTorch translation unit takes up to 1.3 GB: never more jobs than memory allows.
cmake_host_system_information(RESULT gradus_memory_mb QUERY TOTAL_PHYSICAL_MEMORY)
math(EXPR gradus_memory_jobs "${gradus_memory_mb} / 1500")
if(gradus_memory_jobs LESS 1)
  set(gradus_memory_jobs 1)
endif()
set_property(GLOBAL PROPERTY JOB_POOLS gradus_compile=${gradus_memory_jobs} gradus_link=2)
set(CMAKE_JOB_POOL_COMPILE gradus_compile)
set(CMAKE_JOB_POOL_LINK gradus_link)

add_library(gradus_build_settings INTERFACE)
if(GRADUS_SANITIZERS)
  target_compile_options(gradus_build_settings INTERFACE
    -fsanitize=${GRADUS_SANITIZERS} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(gradus_build_settings INTERFACE -fsanitize=${GRADUS_SANITIZERS})
endif()
target_compile_options(gradus_build_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  $<$<BOOL:${GRADUS_WARNINGS_AS_ERRORS}>:-Werror>
  # Clang sees libstdc++ itself use what it deprecates, in std::stable_sort.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
