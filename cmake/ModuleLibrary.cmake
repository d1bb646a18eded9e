include(LinkWhole)

# gradus_add_module(NAME SOURCES … HEADERS … [PLAIN_SOURCES …] [DEPENDS …] [PRIVATE_DEPENDS …])
# PLAIN_SOURCES include no LibTorch header and are compiled without the precompiled one (3 s less each).
# Headers-only and other things of the build stay out of the installed package by $<BUILD_INTERFACE:…>.
# One static library gradus_NAME (alias gradus::NAME) with its own include folder, so that a module
# sees only the headers of the modules it names: the dependency graph is enforced by the compiler.
function(gradus_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PLAIN_SOURCES;HEADERS;DEPENDS;PRIVATE_DEPENDS")
  set(target gradus_${name})
  add_library(${target} STATIC ${arg_SOURCES} ${arg_PLAIN_SOURCES})
  add_library(gradus::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  target_link_libraries(${target}
    PUBLIC LibTorch::LibTorch gradus::fmt ${arg_DEPENDS}
    PRIVATE $<BUILD_INTERFACE:gradus_build_settings> ${arg_PRIVATE_DEPENDS})
  gradus_use_precompiled_header(${target})
  set_source_files_properties(${arg_PLAIN_SOURCES} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  set_property(GLOBAL APPEND PROPERTY GRADUS_MODULES ${name})
endfunction()

# gradus_add_precompiled_header(NAME [LIBRARIES…]): the target gradus_NAME_pch, from cmake/pch/NAME.h
# (about 100 MB with Clang, 500 MB with GCC).
function(gradus_add_precompiled_header name)
  set(target gradus_${name}_pch)
  add_library(${target} STATIC "${PROJECT_SOURCE_DIR}/cmake/pch/pch.cpp")
  target_link_libraries(${target} PRIVATE LibTorch::LibTorch gradus::fmt gradus_build_settings ${ARGN})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # For ccache, which otherwise takes each new precompiled header for another one.
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
  target_precompile_headers(${target} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/pch/${name}.h")
endfunction()

# gradus_use_precompiled_header(TARGET [NAME]): LibTorch's headers are parsed once for all targets.
function(gradus_use_precompiled_header target)
  set(name common ${ARGN})
  list(GET name -1 name)
  target_precompile_headers(${target} REUSE_FROM gradus_${name}_pch)
endfunction()

gradus_add_precompiled_header(common)
