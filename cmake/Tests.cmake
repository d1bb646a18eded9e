# gradus_add_test(NAME SOURCES … LINK … [LABELS …]): one Catch2 binary a module, one ctest entry each.
add_library(gradus_test_support STATIC "${PROJECT_SOURCE_DIR}/tests/support/main.cpp"
  "${PROJECT_SOURCE_DIR}/tests/support/oracle.cpp")
target_include_directories(gradus_test_support PUBLIC "${PROJECT_SOURCE_DIR}/tests/support")
target_link_libraries(gradus_test_support PUBLIC LibTorch::LibTorch gradus::fmt Catch2::Catch2
  PRIVATE gradus_build_settings)
target_compile_definitions(gradus_test_support PUBLIC
  GRADUS_SOURCE_DIR="${PROJECT_SOURCE_DIR}" GRADUS_PYTHON="${GRADUS_PYTHON}")
gradus_use_precompiled_header(gradus_test_support)

# The tests' own code is not optimised, which halves the time of compiling it.
add_library(gradus_test_settings INTERFACE)
target_compile_options(gradus_test_settings INTERFACE $<$<CONFIG:Release>:-O0>)
gradus_add_precompiled_header(tests Catch2::Catch2 gradus_test_settings)

function(gradus_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;LABELS")
  set(target gradus_${name}_tests)
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE gradus_test_support gradus_build_settings gradus_test_settings
    ${arg_LINK})
  gradus_use_precompiled_header(${target} tests)
  add_test(NAME ${name} COMMAND ${target})
  set(labels unit ${arg_LABELS})
  set_tests_properties(${name} PROPERTIES LABELS "${labels}")
endfunction()
