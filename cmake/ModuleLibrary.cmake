# gradus_add_module(NAME SOURCES … HEADERS … [PLAIN_SOURCES …] [DEPENDS …] [PRIVATE_DEPENDS …])
# PLAIN_SOURCES include no LibTorch header and are compiled without the precompiled one (3 s less each).
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
    PUBLIC LibTorch::LibTorch fmt::fmt-header-only ${arg_DEPENDS}
    PRIVATE $<BUILD_INTERFACE:gradus_build_settings> ${arg_PRIVATE_DEPENDS})
  gradus_use_precompiled_header(${target})
  set_source_files_properties(${arg_PLAIN_SOURCES} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# One precompiled header (about 500 MB) for all targets: LibTorch's headers are parsed once.
function(gradus_use_precompiled_header target)
  target_precompile_headers(${target} REUSE_FROM gradus_pch)
endfunction()

add_library(gradus_pch STATIC "${PROJECT_SOURCE_DIR}/cmake/pch.cpp")
target_link_libraries(gradus_pch PRIVATE LibTorch::LibTorch fmt::fmt-header-only gradus_build_settings)
target_precompile_headers(gradus_pch PRIVATE "${PROJECT_SOURCE_DIR}/cmake/pch.h")

# gradus_link_whole(TARGET PUBLIC|PRIVATE|INTERFACE LIBRARY …): links static libraries with every
# object in them. The registration of a model or a data set is such an object: nothing calls it, so
# the linker would leave it out, and the name would be missing.
# CMake's own $<LINK_LIBRARY:WHOLE_ARCHIVE,…> is refused as soon as another library of the program
# asks for the same one plainly, and the way out (an override) is a property of the program: a user
# who links gradus::main would have to set it. Named once more after the flags, the library adds
# nothing: all its symbols are there.
function(gradus_link_whole target visibility)
  foreach(library IN LISTS ARGN)
    target_link_libraries(${target} ${visibility} ${library})
    if(APPLE)
      target_link_options(${target} ${visibility} "LINKER:-force_load,$<TARGET_FILE:${library}>")
    else()
      target_link_options(${target} ${visibility}
        "LINKER:--whole-archive,$<TARGET_FILE:${library}>,--no-whole-archive")
    endif()
  endforeach()
endfunction()
