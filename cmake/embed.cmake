# yakusoku_embed(ROOM HEADER FUNCTION BASE FILES…): the files become part of the room's library. FUNCTION, declared in
# HEADER as `std::span<const EmbeddedFile> …()`, returns them sorted by their path below BASE. The assembler takes each
# file as it lies (.incbin), so that megabytes cost no compile time, and no generator has to be built first.

function(yakusoku_embed room header function base)
  if(NOT TARGET ${room})
    return()
  endif()
  get_target_property(type ${room} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    return()  # the room has no code yet
  endif()
  string(REPLACE "::" "_" symbol ${function})
  string(REGEX REPLACE "::[^:]+$" "" namespace ${function})
  string(REGEX REPLACE "^.*::" "" name ${function})
  set(files ${ARGN})
  list(SORT files)
  set(blobs "")
  set(declarations "")
  set(rows "")
  set(number 0)
  foreach(file IN LISTS files)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${base} OUTPUT_VARIABLE path)
    set(blob "${symbol}_${number}")
    string(APPEND blobs "    \"${blob}: .incbin \\\"${file}\\\"\\n${blob}_end: .byte 0\\n\"\n")
    string(APPEND declarations "extern HIDDEN const char ${blob}[];\nextern HIDDEN const char ${blob}_end[];\n")
    string(APPEND rows "      EmbeddedFile{\"${path}\", {${blob}, static_cast<std::size_t>(${blob}_end - ${blob})}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/embedded/${symbol}.cpp)
  if(files)
    set(body "  static const std::array<EmbeddedFile, ${number}> files{\n${rows}  };\n  return files;")
  else()
    set(body "  return {};")
  endif()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[// Written by cmake/embed.cmake.
#include "@header@"

#include <array>
#include <cstddef>

#define HIDDEN __attribute__((visibility("hidden")))
__asm__(
    ".pushsection .rodata\n"
@blobs@    ".popsection\n");
extern "C" {
@declarations@}
#undef HIDDEN

namespace @namespace@ {

std::span<const EmbeddedFile> @name@() {
@body@
}

}  // namespace @namespace@
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${files}" SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${room} PRIVATE ${source})
endfunction()
