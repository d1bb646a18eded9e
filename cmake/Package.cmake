# cpack: a .deb and a .tar.gz that work elsewhere (see docs/package.md; scripts/package.sh does it all).
find_program(GRADUS_DPKG dpkg DOC "With it cpack makes a .deb")
set(CPACK_GENERATOR TGZ)
if(GRADUS_DPKG)
  list(APPEND CPACK_GENERATOR DEB)
endif()
set(CPACK_SOURCE_GENERATOR OFF)
set(CPACK_PACKAGE_VENDOR "The gradus authors")
set(GRADUS_MAINTAINER "The gradus authors <gradus@gradus.invalid>" CACHE STRING
  "Who a package names: NAME <ADDRESS>")
set(CPACK_PACKAGE_CONTACT "${GRADUS_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "deep-learning fundamentals in C++ on LibTorch")
set(CPACK_PACKAGE_FILE_NAME "gradus-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_PACKAGE_INSTALL_DIRECTORY gradus)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)

# What is packed is decided when cpack runs, so that one build folder gives every kind.
set(CPACK_PROJECT_CONFIG_FILE "${CMAKE_CURRENT_LIST_DIR}/PackageChoice.cmake")
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/PackageTree.cmake")
set(CPACK_GRADUS_BUNDLE_LIBTORCH ${GRADUS_BUNDLE_LIBTORCH})
set(CPACK_GRADUS_NO_BUNDLE "${gradus_no_bundle}")
set(CPACK_GRADUS_BUNDLES "${gradus_bundle_from}")
set(CPACK_GRADUS_SYSTEM_LIBTORCH OFF)
if(LibTorch_INCLUDE_DIR STREQUAL "/usr/include")
  set(CPACK_GRADUS_SYSTEM_LIBTORCH ON)
endif()
set(CPACK_GRADUS_PRIVATE_DIR "${gradus_private_dir}")
set(CPACK_GRADUS_BINARY_DIR "${PROJECT_BINARY_DIR}")

set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"A C++20 library and a command line that train fully connected networks on
tables and pictures, with a course of measured topics, and everything that a
program of one's own needs to build on them: headers, static libraries and a
CMake package.")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnuplot-nox | gnuplot")
# To build on gradus; the program runs without.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, g++, zlib1g-dev, libfmt-dev")
if(CPACK_GRADUS_SYSTEM_LIBTORCH)
  string(APPEND CPACK_DEBIAN_PACKAGE_SUGGESTS ", libtorch-dev")
endif()
set(CPACK_GRADUS_VERSION ${PROJECT_VERSION})
include(CPack)
