# How everything here is compiled; sourced by deploy.sh and tests/run.sh.

# Emscripten's JS optimiser looks for Debian's acorn when Node comes from elsewhere.
export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}
# Every compilation through ccache where it is installed (CMake reads the launchers when it configures). Paths below this folder count as
# relative: another clone of the same source finds what this one compiled.
if command -v ccache >/dev/null; then export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD}
# Headers that are read once (CMakeLists.txt, funnel_headers) are found in the cache by their content, not by when they were written.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}
