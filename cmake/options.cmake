# Compiler flags shared by every target, and the helper that declares a layer.
add_library(tocsin_flags INTERFACE)
target_compile_options(tocsin_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
# GCC 12 reports an overlap in "literal" + std::string where there is none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(tocsin_flags INTERFACE -Wno-restrict)
endif()

set(TOCSIN_SANITIZE "" CACHE STRING "Comma-separated sanitizers, for example address,undefined")
if(TOCSIN_SANITIZE)
  target_compile_options(tocsin_flags INTERFACE -fsanitize=${TOCSIN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tocsin_flags INTERFACE -fsanitize=${TOCSIN_SANITIZE})
  # Under the sanitizers g++ 12 takes the insides of std::regex and std::optional for uninitialised.
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(tocsin_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

# tocsin_layer(name DEPENDS targets... INCLUDES system-dirs...) builds every name/**/*.cpp into the static library tocsin_<name>.
function(tocsin_layer name)
  cmake_parse_arguments(LAYER "" "" "DEPENDS;INCLUDES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/cli/main\\.cpp$")
  if(NOT sources)
    add_library(tocsin_${name} INTERFACE)
    target_include_directories(tocsin_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(tocsin_${name} INTERFACE ${LAYER_DEPENDS})
    return()
  endif()
  add_library(tocsin_${name} STATIC ${sources})
  target_include_directories(tocsin_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_include_directories(tocsin_${name} SYSTEM PUBLIC ${LAYER_INCLUDES})
  target_link_libraries(tocsin_${name} PUBLIC ${LAYER_DEPENDS} PRIVATE tocsin_flags)
endfunction()
