# Writes OUT, which makes a test of each scenario below scenarios/ with the clients that must pass it and those that it
# must catch, from what `modembench list scenarios --json` says of it. Run when all is built, as the list is the program's:
#   cmake -DMODEMBENCH=build/release/modembench -DSOURCE=. -DSANITIZED=OFF -DOUT=list.cmake -P list_tests.cmake
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ${MODEMBENCH} list scenarios --json scenarios WORKING_DIRECTORY ${SOURCE}
  OUTPUT_VARIABLE scenarios RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "modembench list scenarios --json ended with ${status}; it says above what is wrong")
endif()

# Whether one of the list KEY of `scenario` is a client that runs in-process, whether one isn't, and whether that needs a
# stage.
macro(look_at_clients key)
  set(in_process NO)
  set(program NO)
  set(stage NO)
  string(JSON clients LENGTH "${scenario}" ${key})
  set(client 0)
  while(client LESS clients)
    string(JSON ours GET "${scenario}" ${key} ${client} "in process")
    if(ours)
      set(in_process YES)
    else()
      set(program YES)
    endif()
    string(JSON needed ERROR_VARIABLE none GET "${scenario}" ${key} ${client} needs stage)
    if(needed STREQUAL "ON" OR "${scenario_needs}" MATCHES "traffic")
      set(stage YES)
    endif()
    math(EXPR client "${client} + 1")
  endwhile()
endmacro()

set(text "")
# a_test(NAME NEEDS WHAT FAILS_AT): modembench WHAT, failing where its output is like FAILS_AT; skipped where the machine
# lacks what it NEEDS.
macro(a_test name needs what fails_at)
  string(APPEND text "add_test([==[${name}]==] ${needs} [==[${MODEMBENCH}]==] ${what})\n"
    "set_tests_properties([==[${name}]==] PROPERTIES WORKING_DIRECTORY [==[${SOURCE}]==] SKIP_RETURN_CODE 77"
    " FAIL_REGULAR_EXPRESSION \"${fails_at}\")\n")
endmacro()

string(JSON all LENGTH "${scenarios}")
set(number 0)
while(number LESS all)
  string(JSON scenario GET "${scenarios}" ${number})
  math(EXPR number "${number} + 1")
  string(JSON file GET "${scenario}" file)
  if(file MATCHES "^scenarios/kernel/")  # tests/kernel has them
    continue()
  endif()
  string(JSON scenario_needs GET "${scenario}" needs)
  look_at_clients(catches)
  set(catches_ours ${in_process})
  set(catch_on_stage ${stage})
  look_at_clients(clients)
  # Our own clients need no waiting; what they pass and what they are caught by is seen in a moment.
  if(in_process OR catches_ours)
    a_test("scenario: ${file}, in-process" "" "run --prove --on in-process [==[${file}]==]" "\n0 passed")
  endif()
  # With sanitizers the bench is looked into, not its clients: in-process, and the scripts, are enough.
  if(NOT program OR SANITIZED)
    continue()
  endif()
  # A naive program isn't proved anything by here: it would be waited for, minute after minute.
  set(prove "--prove ")
  if(in_process OR catches_ours)
    set(prove "")
  endif()
  set(needs "")
  if(stage OR catch_on_stage)
    set(needs "[==[${SOURCE}/tests/needs]==] stage")
  endif()
  # Skipped for want of a client is a failure here: ci/install has them all.
  a_test("scenario: ${file}" "${needs}" "run ${prove}[==[${file}]==]" "  skipped")
endwhile()
file(WRITE ${OUT} "${text}")
