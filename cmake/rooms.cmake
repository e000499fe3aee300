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

# Headers that nearly every file of ours reads, parsed once a target: halves the time of a full build.
set(modembench_common_headers
  <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view> <utility>
  <variant> <vector> <fmt/format.h> <tl/expected.hpp>)
set(modembench_io_headers
  <filesystem> <fstream> <boost/asio/io_context.hpp> <boost/asio/posix/stream_descriptor.hpp>
  <boost/asio/steady_timer.hpp>)

option(MODEMBENCH_UNITY "Compile several files as one: quicker as a whole, slower after a change" OFF)

# modembench_headers(TARGET HEADERS…): how a target of many files is compiled. Usually file by file, with HEADERS
# precompiled; with MODEMBENCH_UNITY in pieces of up to thirty files, each of which reads its headers once. That takes half
# of the processor time of a whole build, while a change of one file compiles its whole piece anew: what builds once has it
# (the presets release and sanitize), who works on the code hasn't (debug).
function(modembench_headers target)
  if(NOT MODEMBENCH_UNITY)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 30)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC takes a file that is included for a header, and warns of anonymous namespaces in headers.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# modembench_runs_little(TARGET): of a target whose own code takes no time worth speaking of a debug build, and so the
# sanitizers', optimizes nothing: that would be two thirds of the time that it takes to compile.
function(modembench_runs_little target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O0>)
endfunction()

# modembench_room(NAME SOURCES a.cpp b.cpp DEPENDS other rooms and libraries): also as modembench::NAME, for projects that
# have this one as a part: a misspelt name with :: is an error there, not a library to be looked for.
function(modembench_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  add_library(modembench::${name} ALIAS ${name})
  target_link_libraries(${name} PRIVATE modembench_options PUBLIC ${ROOM_DEPENDS})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  modembench_headers(${name} ${modembench_common_headers})
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
