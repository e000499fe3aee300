# A room is a static library of one folder. What it may see of other rooms is what it is linked with:
# the design's one-way dependencies stand in the rooms' own CMakeLists, and tests/rooms checks that
# includes obey them and that the rooms without I/O have none.

add_library(modembench_options INTERFACE)
target_compile_options(modembench_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# The presets have it; whoever builds by a compiler that we don't know has its warnings, and a program all the same.
option(MODEMBENCH_WERROR "A warning is an error: for who works on modembench" OFF)
if(MODEMBENCH_WERROR)
  target_compile_options(modembench_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees uninitialised reads in strings that are moved or concatenated (gcc.gnu.org bug 105651) where there
  # are none.
  target_compile_options(modembench_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
target_include_directories(modembench_options INTERFACE ${PROJECT_SOURCE_DIR})

# Headers that nearly every file of ours reads, and those that nearly every file with I/O reads besides. They are parsed
# once for all: without that each of the hundred objects would begin with two to five seconds of them.
set(modembench_common_headers
  <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
  <utility> <variant> <vector> <fmt/format.h> <tl/expected.hpp>)
set(modembench_io_headers
  <filesystem> <fstream> <boost/asio/io_context.hpp> <boost/asio/posix/stream_descriptor.hpp> <boost/asio/steady_timer.hpp>)

option(MODEMBENCH_UNITY "Compile several files as one: quicker as a whole, slower after a change" OFF)

# modembench_headers(TARGET [IO] [RUNS_LITTLE] [OWN_FLAGS]): how a target of many files is compiled. The common headers are
# precompiled, with IO those of I/O, too.
# RUNS_LITTLE: its own code takes no time worth speaking of a debug build, and so the sanitizers', which optimizes nothing of
# it then: that would be two thirds of the time that it takes to compile.
# OWN_FLAGS: it isn't compiled as the others are, and can't have their precompiled headers.
# With MODEMBENCH_UNITY in pieces of up to thirty files. That takes half of the processor time of a whole build, while a
# change of one file compiles its whole piece anew: what builds once has it (the presets release and sanitize), who works on
# the code hasn't (debug).
function(modembench_headers target)
  cmake_parse_arguments(HEADERS "IO;RUNS_LITTLE;OWN_FLAGS" "" "" ${ARGN})
  set(headers ${modembench_common_headers})
  set(flags "")
  set(parsed parsed_headers)
  if(HEADERS_IO)
    list(APPEND headers ${modembench_io_headers})
    string(APPEND parsed _io)
  endif()
  if(HEADERS_RUNS_LITTLE AND CMAKE_BUILD_TYPE STREQUAL Debug)
    set(flags -O0)
    string(APPEND parsed _unoptimized)
  endif()
  if(NOT HEADERS_OWN_FLAGS)
    if(NOT TARGET ${parsed})
      add_library(${parsed} OBJECT EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/cmake/parsed_headers.cpp)
      # Headers only; fmt's is another one where fmt is a shared library.
      target_link_libraries(${parsed} PRIVATE modembench_options fmt::fmt Boost::headers)
      target_compile_options(${parsed} PRIVATE ${flags})
      target_precompile_headers(${parsed} PRIVATE ${headers})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${parsed})
  elseif(NOT MODEMBENCH_UNITY)
    target_precompile_headers(${target} PRIVATE ${headers})
  endif()
  target_compile_options(${target} PRIVATE ${flags})
  if(MODEMBENCH_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 30)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # GCC takes a file that is included for a header, and warns of anonymous namespaces in headers.
      target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
  endif()
endfunction()

# modembench_room(NAME [IO] [RUNS_LITTLE] [OWN_FLAGS] SOURCES a.cpp b.cpp DEPENDS other rooms and libraries): also as
# modembench::NAME, for projects that have this one as a part: a misspelt name with :: is an error there, not a library to
# be looked for. The options are those of modembench_headers.
function(modembench_room name)
  cmake_parse_arguments(ROOM "IO;RUNS_LITTLE;OWN_FLAGS" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  add_library(modembench::${name} ALIAS ${name})
  target_link_libraries(${name} PRIVATE modembench_options PUBLIC ${ROOM_DEPENDS})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  set(how "")
  foreach(option IN ITEMS IO RUNS_LITTLE OWN_FLAGS)
    if(ROOM_${option})
      list(APPEND how ${option})
    endif()
  endforeach()
  modembench_headers(${name} ${how})
endfunction()

# modembench_embed(TARGET VARIABLE FILES…): makes the text of FILES part of TARGET, as
#   std::span<const modembench::Embedded> modembench::VARIABLE()   (name without folder and ending, text)
# declared in emulator/embedded.hpp.
function(modembench_embed target variable)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${variable}.cpp)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DVARIABLE=${variable} "-DFILES=${files}"
            -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
