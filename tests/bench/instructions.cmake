# Fails when a program spends more instructions in a function than it may.
#
#     cmake -DVALGRIND=... -DFUNCTION=NAME -DLIMIT=N -DPROGRAM=... "-DARGUMENTS=... ..." -P instructions.cmake
#
# The program must end with exit status 0, or with -DSTATUS=N. Instructions are counted by callgrind, so the answer is the same on a busy machine.
separate_arguments(ARGUMENTS)
execute_process(
  COMMAND ${VALGRIND} --tool=callgrind --toggle-collect=${FUNCTION} --callgrind-out-file=/dev/null ${PROGRAM} ${ARGUMENTS}
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE said)
if(NOT DEFINED STATUS)
  set(STATUS 0)
endif()
if(NOT status EQUAL STATUS)
  message(FATAL_ERROR "exit status ${status}\n${output}${said}")
endif()
string(REGEX MATCH "Collected : ([0-9]+)" found "${said}")
set(count "${CMAKE_MATCH_1}")
if(NOT found OR count EQUAL 0)
  message(FATAL_ERROR "nothing was counted in ${FUNCTION}\n${said}")
endif()
message("${count} instructions in ${FUNCTION}, of ${LIMIT}")
if(count GREATER LIMIT)
  message(FATAL_ERROR "more than ${LIMIT}")
endif()
