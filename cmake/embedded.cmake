# What the binary carries: pages with their styles, texts and the workspace's bundle; migrations and SQL statements; the
# shipped programs. A room takes its files once it has the header that declares them.

function(yakusoku_embed_tree room header function base)
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/src/${header})
    return()
  endif()
  list(TRANSFORM ARGN PREPEND ${base}/ OUTPUT_VARIABLE patterns)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${patterns})
  list(FILTER files EXCLUDE REGEX "/node_modules/")
  yakusoku_embed(${room} ${header} ${function} ${base} ${files})
endfunction()

yakusoku_embed_tree(adapters_pages adapters/pages/embedded_files.hpp yakusoku::pages::embedded_files
  ${CMAKE_SOURCE_DIR}/web pages/*.mustache parts/*.mustache css/*.css text/*.yaml images/*.svg images/*.png images/*.ico
  scripts/*.js workspace/dist/*.js workspace/dist/*.css workspace/dist/*.html workspace/dist/*.json workspace/dist/*.svg
  widget/dist/*.js)
yakusoku_embed_tree(adapters_store adapters/store/embedded_files.hpp yakusoku::store::embedded_files
  ${CMAKE_SOURCE_DIR}/db *.sql)
yakusoku_embed_tree(adapters_store adapters/store/sql_files.hpp yakusoku::store::sql_files
  ${CMAKE_SOURCE_DIR}/src/adapters/store *.sql)
yakusoku_embed_tree(apps apps/shipped_programs.hpp yakusoku::apps::shipped_programs
  ${CMAKE_SOURCE_DIR}/programs *.yaml *.ics *.md)
