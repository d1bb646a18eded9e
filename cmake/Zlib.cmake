# ZLIB::ZLIB, the system's or built from the fetched sources. Upstream's CMakeLists.txt is passed
# over: it builds the shared library and examples too, and renames a file of its own sources.
FetchContent_Declare(ZLIB
  URL https://github.com/madler/zlib/releases/download/v1.3.1/zlib-1.3.1.tar.gz
  URL_HASH SHA256=9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23
  SOURCE_SUBDIR none
  FIND_PACKAGE_ARGS)
FetchContent_MakeAvailable(ZLIB)
gradus_report_fetched(ZLIB)

if(NOT TARGET ZLIB::ZLIB)
  set(gradus_zlib_sources
    adler32 compress crc32 deflate gzclose gzlib gzread gzwrite infback inffast inflate inftrees
    trees uncompr zutil)
  list(TRANSFORM gradus_zlib_sources PREPEND "${zlib_SOURCE_DIR}/")
  list(TRANSFORM gradus_zlib_sources APPEND ".c")
  add_library(gradus_zlib STATIC ${gradus_zlib_sources})
  # Without it the gz… functions miss the declarations of read and write.
  target_compile_definitions(gradus_zlib PUBLIC Z_HAVE_UNISTD_H)
  target_include_directories(gradus_zlib SYSTEM PUBLIC $<BUILD_INTERFACE:${zlib_SOURCE_DIR}>)
  set_target_properties(gradus_zlib PROPERTIES EXPORT_NAME zlib)
  add_library(ZLIB::ZLIB ALIAS gradus_zlib)
endif()
