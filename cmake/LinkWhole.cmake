# gradus_link_whole(TARGET PUBLIC|PRIVATE|INTERFACE LIBRARY …): links static libraries with every
# object in them. The registration of a model or a data set is such an object: nothing calls it, so
# the linker would leave it out, and the name would be missing.
# CMake's own $<LINK_LIBRARY:WHOLE_ARCHIVE,…> is refused as soon as another library of the program
# asks for the same one plainly, and the way out (an override) is a property of the program: a user
# who links gradus::main would have to set it. Named once more after the flags, the library adds
# nothing: all its symbols are there. LIBRARY is a name with gradus:: in it: it is the same one in the
# build and in the installed package.
function(gradus_link_whole target visibility)
  foreach(library IN LISTS ARGN)
    target_link_libraries(${target} ${visibility} ${library})
    if(APPLE)
      target_link_options(${target} ${visibility} "LINKER:-force_load,$<TARGET_FILE:${library}>")
    else()
      target_link_options(${target} ${visibility}
        "LINKER:--whole-archive,$<TARGET_FILE:${library}>,--no-whole-archive")
    endif()
  endforeach()
endfunction()
