# gradus_fmt_version(RESULT FOLDER): FMT_VERSION of the headers FOLDER/fmt, such as 120100; 0 if none.
function(gradus_fmt_version result folder)
  set(version 0)
  foreach(header IN ITEMS base.h core.h)  # base.h since fmt 11
    if(EXISTS "${folder}/fmt/${header}")
      file(STRINGS "${folder}/fmt/${header}" lines REGEX "^#define FMT_VERSION [0-9]+")
      if(lines MATCHES "FMT_VERSION ([0-9]+)")
        set(version "${CMAKE_MATCH_1}")
        break()
      endif()
    endif()
  endforeach()
  set(${result} "${version}" PARENT_SCOPE)
endfunction()
