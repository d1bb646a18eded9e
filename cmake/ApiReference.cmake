# The target api_reference: Doxygen's HTML of every public header, in docs/api of the build folder.
# Not part of `all`. It fails on a warning, so on a symbol without a text; tests/docs runs the same.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()
find_package(Doxygen 1.9.4 QUIET) # the oldest tried
if(NOT DOXYGEN_FOUND)
  message(STATUS "Doxygen: not installed, no API reference and no test of it (Debian: doxygen)")
  return()
endif()

file(GLOB gradus_api_include_dirs "${PROJECT_SOURCE_DIR}/modules/*/include" "${PROJECT_SOURCE_DIR}/app/*/include")
list(TRANSFORM gradus_api_include_dirs REPLACE "^.+$" "\"\\0\"")
list(JOIN gradus_api_include_dirs " " gradus_api_include_dirs)
set(gradus_api_output "${PROJECT_BINARY_DIR}/docs/api")
set(GRADUS_DOXYFILE "${PROJECT_BINARY_DIR}/docs/Doxyfile")
configure_file("${PROJECT_SOURCE_DIR}/docs/api/Doxyfile.in" "${GRADUS_DOXYFILE}" @ONLY)
file(MAKE_DIRECTORY "${gradus_api_output}")

add_custom_target(api_reference
  COMMAND "${DOXYGEN_EXECUTABLE}" "${GRADUS_DOXYFILE}"
  COMMAND "${CMAKE_COMMAND}" -E copy_directory docs/images/course/en
    "${gradus_api_output}/docs/images/course/en" # the README's <img>, which Doxygen leaves as they are
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  COMMENT "API reference: ${gradus_api_output}/index.html"
  VERBATIM)
