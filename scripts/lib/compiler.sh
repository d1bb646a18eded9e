# shellcheck shell=bash
# The C++ compiler of a build. Clang, with its precompiled headers, builds gradus in a third of the
# time that GCC takes, so it is preferred wherever it is there; CXX, where it is set, has the last word.
OLDEST_CLANG=16 # older ones do not compile libstdc++'s ranges

# The newest suitable clang++.
find_clang() {
  local version candidate
  for version in 25 24 23 22 21 20 19 18 17 "$OLDEST_CLANG"; do
    command -v "clang++-$version" && return 0
  done
  candidate="$(command -v clang++)" || return 1
  version="$("$candidate" -dumpversion 2>/dev/null)"
  [ "${version%%.*}" -ge "$OLDEST_CLANG" ] 2>/dev/null && printf '%s\n' "$candidate"
}

# choose_compiler PRESET: what CMake is to use; nothing where it is to choose by itself. The
# sanitizers' presets keep GCC, which brings its sanitizers along.
choose_compiler() {
  [ -z "${CXX:-}" ] || return 0
  case "$1" in
    release | debug | bench) find_clang ;;
  esac
  return 0
}

# was_built_otherwise FOLDER COMPILER: is FOLDER configured for another compiler than the chosen one?
# CMake would keep half of the old one's settings.
was_built_otherwise() {
  local before now
  before="$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$1/CMakeCache.txt" 2>/dev/null)"
  now="${2:-$(command -v "${CXX:-c++}")}"
  [ -n "$before" ] && [ -n "$now" ] && [ "$before" != "$now" ]
}
