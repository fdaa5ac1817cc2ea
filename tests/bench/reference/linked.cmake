# Fails unless two programs spend the same instructions in a function on the same image.
#
#     cmake -DVALGRIND=... -DFUNCTION=NAME -DAMERCE=... -DRULEBOOK=... -DIMAGE=... -DONE=... -DOTHER=... -P linked.cmake
execute_process(COMMAND ${AMERCE} compile ${RULEBOOK} -o ${IMAGE} COMMAND_ERROR_IS_FATAL ANY)
foreach(program ${ONE} ${OTHER})
  execute_process(
    COMMAND ${VALGRIND} --tool=callgrind --toggle-collect=${FUNCTION} --callgrind-out-file=/dev/null ${program} ${IMAGE}
    RESULT_VARIABLE status ERROR_VARIABLE said)
  string(REGEX MATCH "Collected : ([0-9]+)" found "${said}")
  if(NOT status EQUAL 0 OR NOT found OR CMAKE_MATCH_1 EQUAL 0)
    message(FATAL_ERROR "${program}: exit status ${status}\n${said}")
  endif()
  list(APPEND counts ${CMAKE_MATCH_1})
endforeach()
list(REMOVE_DUPLICATES counts)
message("instructions in ${FUNCTION}: ${counts}")
list(LENGTH counts different)
if(NOT different EQUAL 1)
  message(FATAL_ERROR "they differ")
endif()
