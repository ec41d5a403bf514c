# Finds the Emscripten that is installed (Debian's or a newer emsdk) and hands over to its own toolchain file.
# Debian's emscripten runs its JavaScript optimiser with whatever node is first in PATH; a node from elsewhere does not
# look in Debian's module folder, so name it: without acorn the optimiser stops.
if(NOT DEFINED ENV{NODE_PATH})
  set(ENV{NODE_PATH} /usr/share/nodejs)
endif()
find_program(FUNNEL_EMCC emcc REQUIRED)
file(REAL_PATH "${FUNNEL_EMCC}" funnel_emcc_real)
get_filename_component(funnel_emscripten_root "${funnel_emcc_real}" DIRECTORY)
foreach(candidate "${funnel_emscripten_root}" /usr/share/emscripten)
  if(EXISTS "${candidate}/cmake/Modules/Platform/Emscripten.cmake")
    include("${candidate}/cmake/Modules/Platform/Emscripten.cmake")
    return()
  endif()
endforeach()
message(FATAL_ERROR "emcc is at ${funnel_emcc_real}, but its CMake toolchain file is not beside it")
