# How large the stripped libamerce_vm and the compiled reference rulebook may be. Each gate is what was measured when it was set, in
# bytes, and may be exceeded by the margin; the library as released with the usual options, by GCC, for x86-64.
#
#     what     bytes
set(sizes
  "library:415984"
  "image:3362")
set(size_margin_percent 3)

if(NOT CMAKE_BUILD_TYPE STREQUAL "Release" OR AMERCE_SANITIZERS OR NOT CMAKE_C_COMPILER_ID STREQUAL "GNU"
    OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" OR NOT AMERCE_OPTIMIZE STREQUAL "balanced"
    OR NOT AMERCE_KERNELS STREQUAL "avx2;avx512" OR AMERCE_UNWIND_TABLES OR NOT STRIP)
  return()
endif()
foreach(gate ${sizes})
  string(REPLACE ":" ";" parts ${gate})
  list(GET parts 0 what)
  list(GET parts 1 bytes)
  math(EXPR limit "${bytes} * (100 + ${size_margin_percent}) / 100")
  add_test(NAME bench_reference_${what}_size COMMAND ${CMAKE_COMMAND} -DWHAT=${what} -DLIMIT=${limit} -DSTRIP=${STRIP}
    -DLIBRARY=$<TARGET_FILE:vm_shared> -DAMERCE=$<TARGET_FILE:amerce> -DRULEBOOK=${rulebook}
    -DOUT=${CMAKE_CURRENT_BINARY_DIR}/${what}.measured -P ${CMAKE_CURRENT_SOURCE_DIR}/size.cmake)
endforeach()
