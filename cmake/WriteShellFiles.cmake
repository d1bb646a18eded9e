# cmake -D GRADUS=PROGRAM -D OUTPUT=DIR -P WriteShellFiles.cmake
# The shells' completions and the manual pages, as the program writes them, and a stamp.
file(REMOVE_RECURSE "${OUTPUT}")  # pages of commands that are no more
file(MAKE_DIRECTORY "${OUTPUT}")
foreach(pair IN ITEMS bash=gradus zsh=_gradus fish=gradus.fish)
  string(REPLACE "=" ";" pair "${pair}")
  list(GET pair 0 shell)
  list(GET pair 1 file)
  execute_process(COMMAND "${GRADUS}" completion ${shell}
    OUTPUT_FILE "${OUTPUT}/${file}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND "${GRADUS}" man --output "${OUTPUT}/man1" COMMAND_ERROR_IS_FATAL ANY)
file(TOUCH "${OUTPUT}/stamp")
