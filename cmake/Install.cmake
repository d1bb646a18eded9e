# cmake --install: libraries, headers, CMake package, program, completions, manual pages.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(gradus_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/gradus")
set(gradus_private_dir "${CMAKE_INSTALL_LIBDIR}/gradus")  # LibTorch and Arrow, where they come along

# The modules are the components, with the command line as main; demos, demo_support and arguments
# are only what main is made of.
get_property(GRADUS_COMPONENTS GLOBAL PROPERTY GRADUS_MODULES)
list(APPEND GRADUS_COMPONENTS main)
set(gradus_libraries fmt ${GRADUS_COMPONENTS} demos demo_support arguments)
list(TRANSFORM gradus_libraries PREPEND gradus_)
foreach(name IN ITEMS demos demo_support arguments)
  set_target_properties(gradus_${name} PROPERTIES EXPORT_NAME ${name})
endforeach()
if(TARGET gradus_zlib)
  list(APPEND gradus_libraries gradus_zlib)
endif()
target_compile_features(gradus_core INTERFACE cxx_std_20)

# With its whole path: the empty default of FILE_SET would be refused for a library without headers.
foreach(library IN LISTS gradus_libraries)
  get_target_property(header_sets ${library} HEADER_SETS)
  set(headers "")
  if(header_sets)
    set(headers FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  endif()
  install(TARGETS ${library} EXPORT gradusTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" ${headers})
endforeach()
install(EXPORT gradusTargets NAMESPACE gradus:: DESTINATION "${gradus_config_dir}")

# The program finds LibTorch beside itself, where a package brings it, else where it was linked from.
file(RELATIVE_PATH gradus_libraries_from_bin
  "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}/gradus/lib")
if(APPLE)
  set(gradus_install_rpath "@loader_path/${gradus_libraries_from_bin}")
else()
  set(gradus_install_rpath "$ORIGIN/${gradus_libraries_from_bin}")
endif()
# Named, because INSTALL_RPATH_USE_LINK_PATH passes over folders inside the project, as .venv is.
set(gradus_linked_from "")
if(NOT LibTorch_INCLUDE_DIR STREQUAL "/usr/include")
  list(APPEND gradus_linked_from "${gradus_torch_lib_dir}")
endif()
list(APPEND gradus_linked_from ${gradus_pyarrow})
set_target_properties(gradus PROPERTIES
  INSTALL_RPATH "${gradus_install_rpath};${gradus_linked_from}" INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS gradus RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")

# What find_package has to find again.
get_filename_component(GRADUS_TORCH_BUILT_WITH "${gradus_torch_lib_dir}" DIRECTORY)
if(LibTorch_INCLUDE_DIR STREQUAL "/usr/include")
  set(GRADUS_TORCH_BUILT_WITH "")  # the system's is looked for anyway
endif()
get_target_property(gradus_engine_needs gradus_engine INTERFACE_LINK_LIBRARIES)
string(FIND "${gradus_engine_needs}" "BLAS::BLAS" gradus_blas_at)
set(GRADUS_NEEDS_BLAS OFF)
if(NOT gradus_blas_at EQUAL -1)
  set(GRADUS_NEEDS_BLAS ON)
endif()
set(GRADUS_NEEDS_ZLIB ON)
if(TARGET gradus_zlib)
  set(GRADUS_NEEDS_ZLIB OFF)
endif()
set(GRADUS_ARROW_LIBRARIES "")
foreach(name IN ITEMS parquet arrow_compute arrow)
  if(TARGET gradus_pyarrow_${name})
    get_target_property(file gradus_pyarrow_${name} IMPORTED_LOCATION)
    list(APPEND GRADUS_ARROW_LIBRARIES "${file}")
  endif()
endforeach()

if(fmt_SOURCE_DIR AND gradus_fmt_include STREQUAL "${fmt_SOURCE_DIR}/include")
  install(DIRECTORY "${gradus_fmt_include}/fmt" DESTINATION "${gradus_private_dir}/include")
endif()

configure_package_config_file(cmake/gradusConfig.cmake.in "${PROJECT_BINARY_DIR}/gradusConfig.cmake"
  INSTALL_DESTINATION "${gradus_config_dir}" PATH_VARS gradus_private_dir)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/gradusConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/gradusConfig.cmake" "${PROJECT_BINARY_DIR}/gradusConfigVersion.cmake"
  cmake/FindLibTorch.cmake cmake/FmtVersion.cmake cmake/LinkWhole.cmake
  DESTINATION "${gradus_config_dir}")

# Completions and manual pages are written by the program itself, once it is built.
set(gradus_written "${PROJECT_BINARY_DIR}/written")
add_custom_command(OUTPUT "${gradus_written}/stamp"
  COMMAND "${CMAKE_COMMAND}" -D GRADUS=$<TARGET_FILE:gradus> -D OUTPUT=${gradus_written}
    -P "${PROJECT_SOURCE_DIR}/cmake/WriteShellFiles.cmake"
  DEPENDS gradus "${PROJECT_SOURCE_DIR}/cmake/WriteShellFiles.cmake"
  COMMENT "Writing completions and manual pages"
  VERBATIM)
add_custom_target(gradus_shell_files ALL DEPENDS "${gradus_written}/stamp")
# All that is installed, without the tests and the demos' own programs.
add_custom_target(gradus_installable DEPENDS gradus_shell_files)
add_dependencies(gradus_installable gradus ${gradus_libraries})
install(FILES "${gradus_written}/gradus"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${gradus_written}/_gradus" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
install(FILES "${gradus_written}/gradus.fish"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(DIRECTORY "${gradus_written}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")

install(FILES README.md README.zh-CN.md CHANGELOG.md CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}")
# By the name that Debian gives it.
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
install(FILES modules/data/datasets/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME datasets.md)

include(Bundle)
include(Package)
