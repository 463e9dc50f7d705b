# g++ 12 miscompiles temporaries inside co_await expressions (GCC PR 107288): refuse it rather than misbehave.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines (GCC PR 107288); build with a preset, which uses clang++-19")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Binary and data lie as they are installed, so the program finds its data in both places the same way.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(SEKISHO_SHARE_DIR "${CMAKE_BINARY_DIR}/share/sekisho")

find_program(SEKISHO_CCACHE ccache)
if(SEKISHO_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SEKISHO_CCACHE}")
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  add_link_options(-fuse-ld=lld)
endif()

add_library(sekisho_warnings INTERFACE)
target_compile_options(sekisho_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi -Werror)

set(SEKISHO_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them")
if(SEKISHO_SANITIZE)
  add_compile_options(-fsanitize=${SEKISHO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SEKISHO_SANITIZE})
endif()

option(SEKISHO_HARDEN "Hardening flags of a network service" OFF)
if(SEKISHO_HARDEN)
  add_compile_options(-D_FORTIFY_SOURCE=3 -fstack-protector-strong -fcf-protection -ftrivial-auto-var-init=zero)
  add_link_options(-pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
endif()
