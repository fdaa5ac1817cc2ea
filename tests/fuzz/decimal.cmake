# The decimals against Intel's decimal128 library, where that is installed (Debian: libintelrdfpmath-dev).
find_library(AMERCE_BID_LIBRARY NAMES libbidgcc000.a)
if(AMERCE_BID_LIBRARY)
  add_executable(fuzz_decimal ${CMAKE_CURRENT_LIST_DIR}/decimal_oracle.c)
  target_link_libraries(fuzz_decimal PRIVATE amerce_base ${AMERCE_BID_LIBRARY} m)
  add_test(NAME decimal_against_intel COMMAND fuzz_decimal 1000000 20240229)
else()
  message(STATUS "libbidgcc000.a is not installed: decimal_against_intel is left out")
endif()
