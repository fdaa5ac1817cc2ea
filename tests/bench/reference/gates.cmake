# What the reference workload may cost in instructions. Each gate is what was counted when it was set, in thousands, and may be
# exceeded by the margin; they are counted as released, by GCC's code, with the kernels for AVX2 (valgrind shows no AVX-512).
#
#     work     records   thousands of instructions
set(gates
  "columns:10000:2430"
  "explained:10000:2430"
  "wide:10000:5561"
  "calibrated:10000:4576"
  "stream:2000:4566"
  "single:1000:648"
  "facts:1000:2496"
  "compile:1:3182")
set(margin_percent 10)

if(NOT VALGRIND OR NOT CMAKE_BUILD_TYPE STREQUAL "Release" OR AMERCE_SANITIZERS OR NOT CMAKE_C_COMPILER_ID STREQUAL "GNU"
    OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  return()
endif()
foreach(gate ${gates})
  string(REPLACE ":" ";" parts ${gate})
  list(GET parts 0 work)
  list(GET parts 1 records)
  list(GET parts 2 thousands)
  set(text ${rulebook})
  if(work STREQUAL "calibrated")
    set(text ${CMAKE_CURRENT_SOURCE_DIR}/../calibrated.amerce)
  endif()
  math(EXPR limit "${thousands} * (100 + ${margin_percent}) * 10")
  add_test(NAME bench_reference_${work}_instructions COMMAND ${CMAKE_COMMAND} -DVALGRIND=${VALGRIND} -DFUNCTION=counted_work
    -DLIMIT=${limit} -DPROGRAM=$<TARGET_FILE:bench_reference_count> "-DARGUMENTS=${work} ${text} ${records}"
    -P ${CMAKE_CURRENT_SOURCE_DIR}/../instructions.cmake)
endforeach()
add_test(NAME bench_reference_linked_instructions COMMAND ${CMAKE_COMMAND} -DVALGRIND=${VALGRIND} -DFUNCTION=am_vm_run
  -DAMERCE=$<TARGET_FILE:amerce> -DRULEBOOK=${rulebook} -DIMAGE=${CMAKE_CURRENT_BINARY_DIR}/linked.amb
  -DONE=$<TARGET_FILE:bench_linked_without> -DOTHER=$<TARGET_FILE:bench_linked_with>
  -P ${CMAKE_CURRENT_SOURCE_DIR}/linked.cmake)
