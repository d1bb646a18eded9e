# Finds LibTorch by its headers and libraries and defines LibTorch::LibTorch.
#
# TorchConfig.cmake is not used: for a CUDA wheel it insists on a whole CUDA toolkit (nvcc included)
# that a program calling LibTorch's C++ API does not need.
#
# It serves gradus' own build and, installed beside gradusConfig.cmake, the projects that build on it.
#
# Where it looks, first hit wins:
#   1. GRADUS_TORCH=DIR, which is then the only place
#   2. GRADUS_TORCH_HINTS: where gradusConfig.cmake knows the LibTorch that gradus was built with
#   3. Torch_DIR, TORCH_ROOT, CMAKE_PREFIX_PATH, as the user set them
#   4. the torch that the active python3 imports
#   5. the .venv of the project that looks for it
#   6. the system (Debian's libtorch-dev); GRADUS_TORCH=system looks here alone
set(GRADUS_TORCH "" CACHE STRING "LibTorch to use: a folder, 'system', or empty to search")

function(gradus_torch_candidates result)
  set(roots ${GRADUS_TORCH_HINTS})
  if(GRADUS_TORCH AND NOT GRADUS_TORCH STREQUAL "system")
    set(${result} "${GRADUS_TORCH}" PARENT_SCOPE)
    return()
  endif()
  if(GRADUS_TORCH STREQUAL "system")
    set(roots "")
  else()
    foreach(dir IN ITEMS "${Torch_DIR}" "$ENV{Torch_DIR}")
      if(dir)
        list(APPEND roots "${dir}/../../..")
      endif()
    endforeach()
    string(REPLACE ":" ";" prefixes "$ENV{CMAKE_PREFIX_PATH}")
    foreach(dir IN LISTS TORCH_ROOT CMAKE_PREFIX_PATH prefixes)
      list(APPEND roots "${dir}" "${dir}/../..")
    endforeach()
    foreach(python IN ITEMS python3 "${PROJECT_SOURCE_DIR}/.venv/bin/python")
      execute_process(
        COMMAND "${python}" -c
          "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
        OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
      if(root)
        list(APPEND roots "${root}")
      endif()
    endforeach()
  endif()
  set(${result} ${roots} PARENT_SCOPE)
endfunction()

gradus_torch_candidates(gradus_torch_roots)
set(LibTorch_FOUND FALSE)
foreach(root IN LISTS gradus_torch_roots ITEMS "/usr")
  unset(LibTorch_INCLUDE_DIR CACHE)
  unset(LibTorch_LIBRARY CACHE)
  find_path(LibTorch_INCLUDE_DIR torch/script.h HINTS "${root}/include" NO_DEFAULT_PATH)
  find_library(LibTorch_LIBRARY torch HINTS "${root}/lib" "${root}/lib/${CMAKE_LIBRARY_ARCHITECTURE}" NO_DEFAULT_PATH)
  if(LibTorch_INCLUDE_DIR AND LibTorch_LIBRARY)
    break()
  endif()
endforeach()

if(LibTorch_INCLUDE_DIR AND LibTorch_LIBRARY)
  get_filename_component(gradus_torch_lib_dir "${LibTorch_LIBRARY}" DIRECTORY)
  set(LibTorch_API_INCLUDE_DIR "${LibTorch_INCLUDE_DIR}/torch/csrc/api/include")
  foreach(file IN ITEMS "${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h" "${LibTorch_API_INCLUDE_DIR}/torch/version.h")
    if(EXISTS "${file}")
      file(STRINGS "${file}" lines REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
      if(lines)
        string(REGEX REPLACE "[^;0-9]+" "" LibTorch_VERSION "${lines}")
        string(REPLACE ";" "." LibTorch_VERSION "${LibTorch_VERSION}")
        break()
      endif()
    endif()
  endforeach()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_LIBRARY LibTorch_INCLUDE_DIR
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "Run scripts/setup.sh, or name one: -D GRADUS_TORCH=DIR (the folder with include/ and lib/). gradus needs LibTorch 2.6 or newer.")

# Wheels up to 2.6 were also built with the old names of std::string: every call would fail to link.
set(gradus_torch_config "${LibTorch_INCLUDE_DIR}/../share/cmake/Torch/TorchConfig.cmake")
if(EXISTS "${gradus_torch_config}")
  file(STRINGS "${gradus_torch_config}" gradus_torch_old_abi REGEX "_GLIBCXX_USE_CXX11_ABI=0")
  if(gradus_torch_old_abi)
    message(FATAL_ERROR "LibTorch ${LibTorch_VERSION} in ${LibTorch_LIBRARY} was built with the old C++ ABI "
      "(_GLIBCXX_USE_CXX11_ABI=0). Use one built with the new one: every wheel of torch 2.7 or newer.")
  endif()
endif()

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
    "${LibTorch_INCLUDE_DIR}" "${LibTorch_API_INCLUDE_DIR}")
  foreach(name IN ITEMS torch torch_cpu c10 torch_cuda c10_cuda)
    unset(gradus_torch_part CACHE)
    find_library(gradus_torch_part ${name} HINTS "${gradus_torch_lib_dir}" NO_DEFAULT_PATH)
    if(gradus_torch_part)
      list(APPEND gradus_torch_parts "${gradus_torch_part}")
    endif()
  endforeach()
  # torch_cuda registers its kernels when loaded; no symbol of it is called, so the linker must be
  # told to keep it.
  if(APPLE)
    target_link_libraries(LibTorch::LibTorch INTERFACE ${gradus_torch_parts})
  else()
    target_link_libraries(LibTorch::LibTorch INTERFACE
      -Wl,--push-state,--no-as-needed ${gradus_torch_parts} -Wl,--pop-state)
  endif()
endif()
