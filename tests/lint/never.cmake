# Fails on what the code never does.
#
#     cmake -DROOT=<repository> -P never.cmake
cmake_minimum_required(VERSION 3.25)

set(failures 0)

# Refuses lines that match `pattern` in the files of `globs`, but for files whose path matches `except`.
function(refuse why pattern except)
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ARGN})
  foreach(file ${files})
    if(NOT except STREQUAL "" AND file MATCHES "${except}")
      continue()
    endif()
    file(STRINGS ${ROOT}/${file} lines REGEX ${pattern})
    foreach(line ${lines})
      message("${file}: ${why}: ${line}")
      math(EXPR failures "${failures} + 1")
    endforeach()
  endforeach()
  set(failures ${failures} PARENT_SCOPE)
endfunction()

set(code ${ROOT}/src/*.c ${ROOT}/src/*.h ${ROOT}/src/*.re ${ROOT}/src/*.def ${ROOT}/grammar/* ${ROOT}/include/*.h)
refuse("binary floating point" "((^|[( ,;])(double|float)[ ]+[*]*[a-z_]+[ ]*[=;,)(\\[]|strtod|atof)" "" ${code})
refuse("longjmp" "(setjmp|longjmp)" "" ${code})
refuse("stdio outside tools" "include <stdio.h>" "^src/tools/" ${code})
refuse("utf8proc outside base" "include <utf8proc.h>" "^src/base/" ${code})
refuse("left undone" "(TODO|FIXME)" "" ${code})

file(GLOB_RECURSE nameless RELATIVE ${ROOT} ${ROOT}/src/util.* ${ROOT}/src/common.* ${ROOT}/src/misc.* ${ROOT}/src/helper*.*)
foreach(file ${nameless})
  message("${file}: a name that says nothing")
  math(EXPR failures "${failures} + 1")
endforeach()
if(failures)
  message(FATAL_ERROR "${failures} refusals")
endif()
