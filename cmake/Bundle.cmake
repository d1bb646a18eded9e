# The install component `bundle`: the shared libraries of LibTorch and Arrow that the program loads, and
# LibTorch's headers, in a folder of gradus' own. With it the installed tree works elsewhere.
#
# GRADUS_BUNDLE_LIBTORCH makes it part of every installation and package. Nothing is compiled
# otherwise for it, so switching costs no build; `cmake --install DIR --component bundle` adds it to a
# tree that was installed without. Of a system's LibTorch nothing is copied: packages depend on it.
option(GRADUS_BUNDLE_LIBTORCH "Install LibTorch's libraries and headers with gradus (CPU builds)" OFF)

# Why LibTorch cannot be brought along; empty where it can.
set(gradus_no_bundle "")
if(LibTorch_INCLUDE_DIR STREQUAL "/usr/include")
  set(gradus_no_bundle "LibTorch is the system's: a package depends on it instead")
elseif(APPLE)
  set(gradus_no_bundle "it is made for Linux")
elseif(EXISTS "${gradus_torch_lib_dir}/libtorch_cuda.so" OR EXISTS "${gradus_torch_lib_dir}/libtorch_hip.so")
  set(gradus_no_bundle "LibTorch is a GPU build of several GB: build with a CPU LibTorch for a package")
endif()
if(gradus_no_bundle AND GRADUS_BUNDLE_LIBTORCH)
  message(FATAL_ERROR "GRADUS_BUNDLE_LIBTORCH=ON: ${gradus_no_bundle}.")
endif()

set(gradus_bundle_component COMPONENT bundle EXCLUDE_FROM_ALL)
if(GRADUS_BUNDLE_LIBTORCH)
  set(gradus_bundle_component COMPONENT bundle)
endif()
set(gradus_bundle_from "")

if(NOT gradus_no_bundle)
  list(APPEND gradus_bundle_from "${GRADUS_TORCH_BUILT_WITH}/")
  # What gradus' headers and users' models need; not what is generated for each backend, nor what
  # third parties left in the folder (protobuf, oneDNN, pybind11 …).
  foreach(folder IN ITEMS torch ATen c10 caffe2 fmt)
    if(EXISTS "${LibTorch_INCLUDE_DIR}/${folder}")
      install(DIRECTORY "${LibTorch_INCLUDE_DIR}/${folder}" DESTINATION "${gradus_private_dir}/include"
        ${gradus_bundle_component}
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp" PATTERN "*.cuh" EXCLUDE
        PATTERN "ATen/ops/*_cpu_dispatch.h" EXCLUDE PATTERN "ATen/ops/*_cuda_dispatch.h" EXCLUDE
        PATTERN "ATen/ops/*_meta_dispatch.h" EXCLUDE PATTERN "ATen/ops/*_composite*_dispatch.h" EXCLUDE
        PATTERN "include/torch/csrc/inductor" EXCLUDE
        PATTERN "ATen/cuda" EXCLUDE PATTERN "ATen/hip" EXCLUDE PATTERN "ATen/mps" EXCLUDE
        PATTERN "ATen/xpu" EXCLUDE PATTERN "ATen/cudnn" EXCLUDE PATTERN "ATen/miopen" EXCLUDE)
    endif()
  endforeach()
  # The licences ask to travel with what they cover.
  file(GLOB licences "${GRADUS_TORCH_BUILT_WITH}/../torch-*.dist-info/licenses/*"
    "${GRADUS_TORCH_BUILT_WITH}/LICENSE" "${GRADUS_TORCH_BUILT_WITH}/NOTICE")
  foreach(path IN LISTS licences)
    if(IS_DIRECTORY "${path}")
      install(DIRECTORY "${path}" DESTINATION "${CMAKE_INSTALL_DOCDIR}/libtorch" ${gradus_bundle_component})
    else()
      install(FILES "${path}" DESTINATION "${CMAKE_INSTALL_DOCDIR}/libtorch" ${gradus_bundle_component})
    endif()
  endforeach()
endif()

if(gradus_pyarrow AND NOT APPLE)
  list(APPEND gradus_bundle_from "${gradus_pyarrow}/")
  file(GLOB licences "${gradus_pyarrow}/../pyarrow-*.dist-info/licenses/*")
  install(FILES ${licences} DESTINATION "${CMAKE_INSTALL_DOCDIR}/arrow" ${gradus_bundle_component})
endif()

if(gradus_bundle_from)
  configure_file("${CMAKE_CURRENT_LIST_DIR}/BundleLibraries.cmake.in"
    "${PROJECT_BINARY_DIR}/BundleLibraries.cmake.in" @ONLY)
  file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/BundleLibraries.cmake"
    INPUT "${PROJECT_BINARY_DIR}/BundleLibraries.cmake.in")
  install(SCRIPT "${PROJECT_BINARY_DIR}/BundleLibraries.cmake" ${gradus_bundle_component})
endif()
