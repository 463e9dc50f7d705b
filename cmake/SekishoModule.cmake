# sekisho_module(NAME  SOURCES file…  [HEADERS file…]  [DEPENDS module…]  [PUBLIC target…]  [PRIVATE target…])
#
# Declares the static library sekisho::NAME. Its public headers are those under include/, offered to whoever links
# the module and to nobody else; each must compile alone (VERIFY_INTERFACE_HEADER_SETS). Everything else is private:
# sources include it by its path below the module's folder. A module depends on modules that are declared already,
# so no cycle can exist.
function(sekisho_module name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPENDS;PUBLIC;PRIVATE")
  set(target sekisho_${name})
  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(sekisho::${name} ALIAS ${target})

  file(GLOB_RECURSE public_headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/include/*.h")
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${CMAKE_CURRENT_SOURCE_DIR}/include"
    FILES ${public_headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")

  foreach(dependency IN LISTS ARG_DEPENDS)
    if(NOT TARGET sekisho::${dependency})
      message(FATAL_ERROR "${name} may not depend on ${dependency}: it is not declared before it")
    endif()
    target_link_libraries(${target} PUBLIC sekisho::${dependency})
  endforeach()
  target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} sekisho_warnings)
endfunction()
