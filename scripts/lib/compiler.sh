# shellcheck shell=bash
# The C++ compiler of a build. Clang, with its precompiled headers, takes less than half of the time
# that GCC takes, so a new build folder gets it where it is there. CXX and CC, where they are set, have
# the last word, and a folder that is configured keeps what it has.
OLDEST_CLANG=16 # older ones do not compile libstdc++'s ranges

# Does the compiler find a C++20 library that it can read?
compiles() {
  printf '#include <ranges>\n' | "$1" -std=c++20 -fsyntax-only -x c++ - >>"$LOG" 2>&1
}

# The newest suitable clang++.
find_clang() {
  local version candidate
  for version in 25 24 23 22 21 20 19 18 17 "$OLDEST_CLANG"; do
    candidate="$(command -v "clang++-$version")" && compiles "$candidate" && printf '%s\n' "$candidate" && return 0
  done
  candidate="$(command -v clang++)" || return 1
  version="$("$candidate" -dumpversion 2>/dev/null)"
  [ "${version%%.*}" -ge "$OLDEST_CLANG" ] 2>/dev/null && compiles "$candidate" && printf '%s\n' "$candidate"
}

# wants_clang PRESET: is Clang to be looked for? The sanitizers' presets keep GCC, which brings its
# sanitizers along; the benchmarks' figures are those of GCC.
wants_clang() {
  [ -z "${CXX:-}${CC:-}" ] && [ ! -e "$GRADUS_ROOT/build/$1/CMakeCache.txt" ] || return 1
  case "$1" in
    release | debug) ;;
    *) return 1 ;;
  esac
}

# choose_compiler PRESET: what CMake is to use; nothing where it is to choose by itself.
choose_compiler() {
  if wants_clang "$1"; then find_clang; fi
  return 0
}

# differs_from_cxx FOLDER: is FOLDER configured for another compiler than CXX says? CMake would go on
# with the one that it has.
differs_from_cxx() {
  local before now
  [ -n "${CXX:-}" ] || return 1
  before="$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$1/CMakeCache.txt" 2>/dev/null)"
  now="$(command -v "$CXX")"
  [ -n "$before" ] && [ -n "$now" ] && ! [ "$before" -ef "$now" ]
}
