# Run by cpack on the folder of files that a package is made of: what Debian wants otherwise.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
set(tree "${CPACK_TEMPORARY_DIRECTORY}/usr")
find_program(gzip gzip REQUIRED)
find_program(shlibdeps dpkg-shlibdeps)
if(NOT shlibdeps)
  message(FATAL_ERROR "a .deb needs dpkg-shlibdeps: apt-get install dpkg-dev, or cpack -G TGZ")
endif()

# The folder of Debian's zsh.
file(MAKE_DIRECTORY "${tree}/share/zsh/vendor-completions")
file(RENAME "${tree}/share/zsh/site-functions/_gradus" "${tree}/share/zsh/vendor-completions/_gradus")
file(REMOVE_RECURSE "${tree}/share/zsh/site-functions")

# Manual pages and a change log in Debian's form, compressed.
string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE "${tree}/share/doc/gradus/changelog" "gradus (${CPACK_GRADUS_VERSION}) unstable; urgency=medium

  * What changed is in CHANGELOG.md.

 -- ${CPACK_PACKAGE_CONTACT}  ${day}
")
file(GLOB pages "${tree}/share/man/man1/*.1")
execute_process(COMMAND "${gzip}" -9n ${pages} "${tree}/share/doc/gradus/changelog"
  COMMAND_ERROR_IS_FATAL ANY)

# What the program and the libraries beside it need of the system. (CPack's own way asks `file` about
# each of 5000 headers first, which takes minutes.)
file(GLOB bundled "${tree}/${CPACK_GRADUS_PRIVATE_DIR}/lib/*")
set(work "${CPACK_TOPLEVEL_DIRECTORY}/shlibdeps")
file(WRITE "${work}/debian/control" "")
execute_process(
  COMMAND "${shlibdeps}" -O --ignore-missing-info "-l${tree}/${CPACK_GRADUS_PRIVATE_DIR}/lib" "${tree}/bin/gradus" ${bundled}
  WORKING_DIRECTORY "${work}" OUTPUT_VARIABLE depends ERROR_VARIABLE said RESULT_VARIABLE failed)
if(failed OR NOT depends MATCHES "^shlibs:Depends=([^\n]+)")
  message(FATAL_ERROR "dpkg-shlibdeps failed: ${said}")
endif()
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${CMAKE_MATCH_1}")
