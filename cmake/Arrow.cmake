# gradus::arrow (Feather and Parquet) and GRADUS_HAVE_ARROW.
#
# Where it looks, first hit wins:
#   1. Arrow_DIR, as the user set it
#   2. the pyarrow wheel of GRADUS_PYTHON, the project's .venv or the active python3, which carries
#      headers and libraries
#   3. a system Arrow by its CMake package
set(GRADUS_HAVE_ARROW OFF)
if(GRADUS_ARROW STREQUAL "OFF")
  message(STATUS "Arrow: switched off (GRADUS_ARROW=OFF)")
  return()
endif()

function(gradus_find_pyarrow result)
  foreach(python IN ITEMS "${GRADUS_PYTHON}" "${PROJECT_SOURCE_DIR}/.venv/bin/python" python3)
    execute_process(
      COMMAND "${python}" -c
        "import importlib.util as u; s = u.find_spec('pyarrow'); print(s.submodule_search_locations[0] if s else '')"
      OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    # A distribution's python3-pyarrow may come without the headers.
    if(folder AND EXISTS "${folder}/include/arrow/api.h")
      set(${result} "${folder}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(${result} "" PARENT_SCOPE)
endfunction()

# The wheel's libraries have only names with a version (libarrow.so.2600, libarrow.2600.dylib), so
# find_library does not see them. Compute kernels were split from libarrow in version 21.
function(gradus_add_pyarrow folder)
  file(STRINGS "${folder}/include/arrow/util/config.h" line REGEX "define ARROW_VERSION_STRING")
  string(REGEX MATCH "[0-9]+[.][0-9]+[.][0-9]+" version "${line}")
  add_library(gradus_arrow INTERFACE)
  foreach(name IN ITEMS parquet arrow_compute arrow)
    file(GLOB library "${folder}/lib${name}.so.[0-9]*" "${folder}/lib${name}.[0-9]*.dylib")
    if(library)
      list(GET library 0 library)
      add_library(gradus_pyarrow_${name} SHARED IMPORTED GLOBAL)
      set_target_properties(gradus_pyarrow_${name} PROPERTIES IMPORTED_LOCATION "${library}")
      target_link_libraries(gradus_arrow INTERFACE gradus_pyarrow_${name})
    endif()
  endforeach()
  target_include_directories(gradus_arrow SYSTEM INTERFACE "${folder}/include")
  message(STATUS "Arrow ${version}: ${folder}")
endfunction()

set(gradus_pyarrow "")
if(NOT Arrow_DIR)
  gradus_find_pyarrow(gradus_pyarrow)
endif()
if(gradus_pyarrow)
  gradus_add_pyarrow("${gradus_pyarrow}")
else()
  find_package(Arrow CONFIG QUIET)
  find_package(Parquet CONFIG QUIET)
  if(Arrow_FOUND AND Parquet_FOUND)
    message(STATUS "Arrow ${Arrow_VERSION}: ${Arrow_DIR}")
    find_package(ArrowCompute CONFIG QUIET)
    add_library(gradus_arrow INTERFACE)
    target_link_libraries(gradus_arrow INTERFACE Parquet::parquet_shared
      $<TARGET_NAME_IF_EXISTS:ArrowCompute::arrow_compute_shared> Arrow::arrow_shared)
  endif()
endif()

if(TARGET gradus_arrow)
  add_library(gradus::arrow ALIAS gradus_arrow)
  set(GRADUS_HAVE_ARROW ON)
elseif(GRADUS_ARROW STREQUAL "ON")
  message(FATAL_ERROR "Arrow was asked for (GRADUS_ARROW=ON) and not found. "
    "Run scripts/setup.sh, which puts pyarrow into .venv, or name one: -D Arrow_DIR=DIR.")
else()
  message(STATUS "Arrow: not found, Parquet and Feather are left out")
endif()
