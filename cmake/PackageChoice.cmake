# Read by cpack, once for each kind of package: what goes in, and where. GRADUS_BUNDLE_LIBTORCH is that
# of the build folder unless `cpack -D GRADUS_BUNDLE_LIBTORCH=ON` says otherwise.
if(NOT DEFINED GRADUS_BUNDLE_LIBTORCH)
  set(GRADUS_BUNDLE_LIBTORCH "${CPACK_GRADUS_BUNDLE_LIBTORCH}")
endif()
if(CPACK_GRADUS_NO_BUNDLE AND (GRADUS_BUNDLE_LIBTORCH OR NOT CPACK_GRADUS_SYSTEM_LIBTORCH))
  message(FATAL_ERROR "no package is made with LibTorch in it: ${CPACK_GRADUS_NO_BUNDLE}.")
endif()
if(NOT GRADUS_BUNDLE_LIBTORCH AND NOT CPACK_GRADUS_SYSTEM_LIBTORCH)
  message(FATAL_ERROR "a package without LibTorch in it would run on this machine alone: bring it along "
    "(scripts/package.sh, or cpack -D GRADUS_BUNDLE_LIBTORCH=ON), or build against the system's "
    "(-D GRADUS_TORCH=system).")
endif()

# Project and component pairs: cpack's way to leave out or take an install component.
set(CPACK_INSTALL_CMAKE_PROJECTS "${CPACK_GRADUS_BINARY_DIR};gradus;Unspecified;/")
if(CPACK_GRADUS_BUNDLES)  # all, or Arrow beside the system's LibTorch
  list(APPEND CPACK_INSTALL_CMAKE_PROJECTS "${CPACK_GRADUS_BINARY_DIR};gradus;bundle;/")
endif()
if(CPACK_GENERATOR STREQUAL "DEB")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
