# gradus::stb makes <stb_image.h> and <stb_image_write.h> available. stb has no releases and no
# CMake package, so a commit is pinned.
find_path(STB_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb DOC "The folder with stb_image.h")
if(NOT STB_INCLUDE_DIR)
  FetchContent_Declare(stb
    URL https://github.com/nothings/stb/archive/5c205738c191bcb0abc65c4febfa9bd25ff35234.tar.gz
    URL_HASH SHA256=cfeab9f800961882d6d22ddf36e965523b33002f4f937de08321304c9ba72af3
    SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(stb)
  gradus_report_fetched(stb)
  set(gradus_stb_include_dir "${stb_SOURCE_DIR}")
else()
  set(gradus_stb_include_dir "${STB_INCLUDE_DIR}")
endif()

add_library(gradus_stb INTERFACE)
add_library(gradus::stb ALIAS gradus_stb)
target_include_directories(gradus_stb SYSTEM INTERFACE "${gradus_stb_include_dir}")
