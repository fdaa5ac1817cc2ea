# Random changes of CSV records and of the files of their lists.
add_executable(fuzz_csv ${CMAKE_CURRENT_LIST_DIR}/csv_hostile.c)
target_link_libraries(fuzz_csv PRIVATE full_static)
add_test(NAME csv_hostile COMMAND fuzz_csv 10000 20240229)
set_tests_properties(csv_hostile PROPERTIES TIMEOUT 300)
