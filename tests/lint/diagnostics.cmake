# Fails when a diagnostic of rulebooks or assessments is shown by no golden case.
#
#     cmake -DROOT=<repository> -P diagnostics.cmake
#
# Each code C, E, F and W of src/base/diag.def must stand in a file under tests/golden. R and L are tested where records are read and
# compiled rulebooks loaded, by unit tests.
cmake_minimum_required(VERSION 3.25)

# F0106: the checker lets an optional fact be used only where it is known, so only a compiled rulebook made by hand reaches it.
# E0890: reports a defect of the compiler itself; a rulebook that shows it would be a bug to mend.
# E0573: reports a proof that was wrong, likewise.
set(unreachable F0106 E0573 E0890)

file(READ ${ROOT}/src/base/diag.def table)
string(REGEX MATCHALL "DIAG\\([A-Z0-9_]+, \"[CEFW][0-9]+\", \"[a-z-]+\"" rows "${table}")
file(GLOB_RECURSE cases ${ROOT}/tests/golden/*.test ${ROOT}/tests/golden/*.expected)
set(shown "")
foreach(case ${cases})
  file(READ ${case} text)
  string(REGEX MATCHALL "[CEFW][0-9][0-9][0-9][0-9]" codes "${text}")
  list(APPEND shown ${codes})
endforeach()
list(REMOVE_DUPLICATES shown)

set(failures 0)
foreach(row ${rows})
  string(REGEX REPLACE ".*\"([CEFW][0-9]+)\".*" "\\1" code "${row}")
  if(code IN_LIST unreachable)
    if(code IN_LIST shown)
      message("${code} is called unreachable and a golden case shows it")
      math(EXPR failures "${failures} + 1")
    endif()
  elseif(NOT code IN_LIST shown)
    message("${code}: no golden case shows it")
    math(EXPR failures "${failures} + 1")
  endif()
endforeach()
# A code is one diagnostic's.
string(REGEX MATCHALL "DIAG\\([A-Z0-9_]+, \"[A-Z][0-9]+\"" all "${table}")
set(known "")
foreach(row ${all})
  string(REGEX REPLACE ".*\"([A-Z][0-9]+)\".*" "\\1" code "${row}")
  if(code IN_LIST known)
    message("${code} stands for two diagnostics")
    math(EXPR failures "${failures} + 1")
  endif()
  list(APPEND known ${code})
endforeach()

list(LENGTH rows count)
if(count EQUAL 0)
  message(FATAL_ERROR "no codes found in src/base/diag.def")
endif()
if(failures)
  message(FATAL_ERROR "${failures} of ${count} codes")
endif()
message("${count} codes")
