# gradus_fmt (gradus::fmt): fmt, compiled once, from the headers that come first on the include path.
include(FmtVersion)
add_library(gradus_fmt STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt.cpp")
add_library(gradus::fmt ALIAS gradus_fmt)
set_target_properties(gradus_fmt PROPERTIES EXPORT_NAME fmt)
# LibTorch first, as in every other target: it may carry an fmt, which then is everybody's.
target_link_libraries(gradus_fmt PUBLIC LibTorch::LibTorch $<INSTALL_INTERFACE:gradus::fmt_headers>
  PRIVATE $<BUILD_INTERFACE:gradus_build_settings>)
target_include_directories(gradus_fmt SYSTEM PUBLIC
  $<BUILD_INTERFACE:$<TARGET_PROPERTY:fmt::fmt-header-only,INTERFACE_INCLUDE_DIRECTORIES>>)

# What an installed gradus needs again.
if(EXISTS "${LibTorch_INCLUDE_DIR}/fmt/format.h" AND NOT LibTorch_INCLUDE_DIR STREQUAL "/usr/include")
  set(gradus_fmt_include "${LibTorch_INCLUDE_DIR}")
elseif(fmt_SOURCE_DIR)
  set(gradus_fmt_include "${fmt_SOURCE_DIR}/include")
else()
  get_target_property(gradus_fmt_include fmt::fmt-header-only INTERFACE_INCLUDE_DIRECTORIES)
endif()
gradus_fmt_version(GRADUS_FMT_VERSION "${gradus_fmt_include}")
