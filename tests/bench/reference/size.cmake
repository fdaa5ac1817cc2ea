# Fails when the stripped library, or the compiled rulebook, has more bytes than LIMIT.
#
#     cmake -DWHAT=library|image -DLIMIT=N -DSTRIP=... -DLIBRARY=... -DAMERCE=... -DRULEBOOK=... -DOUT=FILE -P size.cmake
cmake_minimum_required(VERSION 3.25)
if(WHAT STREQUAL "library")
  set(command ${STRIP} -o ${OUT} ${LIBRARY})
else()
  cmake_path(GET RULEBOOK FILENAME name) # an image has the path that was given
  set(command ${AMERCE} compile ${name} -o ${OUT})
endif()
cmake_path(GET RULEBOOK PARENT_PATH folder)
execute_process(COMMAND ${command} WORKING_DIRECTORY ${folder} COMMAND_ERROR_IS_FATAL ANY)
file(SIZE ${OUT} bytes)
message("${bytes} bytes, of ${LIMIT}")
if(bytes GREATER LIMIT)
  message(FATAL_ERROR "the ${WHAT} has ${bytes} bytes; at most ${LIMIT} are allowed")
endif()
