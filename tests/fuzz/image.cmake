# Every beginning, every changed bit and random changes of a small compiled rulebook.
add_executable(fuzz_image ${CMAKE_CURRENT_LIST_DIR}/image_hostile.c
  ${CMAKE_CURRENT_LIST_DIR}/hostile_run.c
  ${CMAKE_CURRENT_LIST_DIR}/../unit/code/builder.c ${CMAKE_CURRENT_LIST_DIR}/../unit/code/sample.c)
target_include_directories(fuzz_image PRIVATE ${CMAKE_CURRENT_LIST_DIR}/../unit/code)
target_link_libraries(fuzz_image PRIVATE amerce_explain amerce_record amerce_vm amerce_narrow amerce_code amerce_base)
add_test(NAME image_hostile COMMAND fuzz_image 20000 20240229)
set_tests_properties(image_hostile PROPERTIES TIMEOUT 300)
