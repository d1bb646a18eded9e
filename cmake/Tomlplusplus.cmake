# gradus::tomlplusplus makes <toml++/toml.h> available, header-only. Debian's CMake package names its
# shared library instead, which a program would then need where it runs; so the headers are looked for.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h DOC "The folder with toml++/toml.h")
if(NOT TOMLPLUSPLUS_INCLUDE_DIR)
  FetchContent_Declare(tomlplusplus
    URL https://github.com/marzer/tomlplusplus/archive/refs/tags/v3.4.0.tar.gz
    URL_HASH SHA256=8517f65938a4faae9ccf8ebb36631a38c1cadfb5efa85d9a72e15b9e97d25155
    SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(tomlplusplus)
  gradus_report_fetched(tomlplusplus)
  set(gradus_tomlplusplus_include_dir "${tomlplusplus_SOURCE_DIR}/include")
else()
  set(gradus_tomlplusplus_include_dir "${TOMLPLUSPLUS_INCLUDE_DIR}")
endif()

add_library(gradus_tomlplusplus INTERFACE)
add_library(gradus::tomlplusplus ALIAS gradus_tomlplusplus)
target_include_directories(gradus_tomlplusplus SYSTEM INTERFACE "${gradus_tomlplusplus_include_dir}")
