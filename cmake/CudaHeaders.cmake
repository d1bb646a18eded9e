# The headers of the CUDA runtime that LibTorch was built for: its headers for CUDA graphs include
# them. Nothing is linked, and no nvcc is needed. Sets GRADUS_CUDA_INCLUDE_DIR, empty where LibTorch
# is a CPU build or no headers suit it, and GRADUS_CUDA_WHY_NOT.
#
# Where it looks, first hit wins: beside a torch wheel (in the wheels of nvidia and of triton, which
# torch brings with it), CUDA_HOME and CUDA_PATH, /usr/local/cuda, the system.
function(gradus_find_cuda_headers torch_include_dir torch_lib_dir)
  set(GRADUS_CUDA_INCLUDE_DIR "" PARENT_SCOPE)
  if(NOT EXISTS "${torch_lib_dir}/libc10_cuda.so" OR NOT EXISTS "${torch_include_dir}/ATen/cuda/CUDAGraph.h")
    set(GRADUS_CUDA_WHY_NOT "LibTorch is a CPU build" PARENT_SCOPE)
    return()
  endif()
  file(STRINGS "${torch_lib_dir}/libc10_cuda.so" runtime REGEX "libcudart\\.so\\.[0-9]+" LIMIT_COUNT 1)
  string(REGEX REPLACE ".*libcudart\\.so\\.([0-9]+).*" "\\1" wanted "${runtime}")
  file(GLOB candidates "${torch_include_dir}/../../nvidia/*/include")
  list(APPEND candidates "${torch_include_dir}/../../triton/backends/nvidia/include"
    "$ENV{CUDA_HOME}/include" "$ENV{CUDA_PATH}/include" /usr/local/cuda/include
    "/usr/local/cuda-${wanted}/include" /usr/include)
  foreach(candidate IN LISTS candidates)
    # Wheels of the runtime may come without crt/, which a wheel of its own holds.
    if(NOT EXISTS "${candidate}/cuda_runtime.h" OR NOT EXISTS "${candidate}/crt/host_config.h")
      continue()
    endif()
    file(STRINGS "${candidate}/cuda_runtime_api.h" line REGEX "#define CUDART_VERSION +[0-9]+")
    string(REGEX REPLACE "[^0-9]+" "" version "${line}")
    math(EXPR major "${version} / 1000")
    # CUDAGraph has other members where the headers are older than 12.4; a LibTorch that gradus takes
    # was built with newer ones or with CUDA 11.
    if(major EQUAL wanted AND version GREATER_EQUAL 12040)
      set(GRADUS_CUDA_INCLUDE_DIR "${candidate}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(GRADUS_CUDA_WHY_NOT "no headers of CUDA ${wanted} (12.4 or newer) were found" PARENT_SCOPE)
endfunction()
