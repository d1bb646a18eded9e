#!/usr/bin/env bash
# Installs what gradus needs and configures the build. Run it as often as you like.
set -uo pipefail
export LC_ALL=C # messages of other programs are read below
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")/lib" && pwd -P)" || exit 1
for part in common compiler packages unpack python torch datasets browser stamp; do
  # shellcheck source=/dev/null
  . "$LIB/$part.sh"
done

usage() {
  cat <<'TEXT'
usage: scripts/setup.sh [options]

Installs what is missing, finds or installs LibTorch, and configures the build. A second run finds
everything in place and does nothing. The log is in build/setup.log.

  --preset NAME       what to configure: release (default), debug, asan, tsan, bench, cuda
  --torch DIR|system  the LibTorch to use: an unpacked libtorch, a Python's .../site-packages/torch,
                      or the system's libtorch-dev; kept for later runs until --torch auto
  --mnist             fetch MNIST too (11 MB)
  --dev               install the formatter, TensorBoard, onnxruntime, onnx and safetensors (they
                      read our files in tests), Doxygen, mandoc, dpkg-dev and what the browser
                      tests need too (also with CI=true in the environment)
  --no-install        only check, and say what is missing (ends with 1 then); changes nothing
  --help              this text

A new build folder gets Clang (16 or newer) where it is there, which builds faster; CXX=g++ in the
environment asks for GCC, and a folder keeps its compiler until CXX names another.

LibTorch is looked for in this order: --torch, Torch_DIR or CMAKE_PREFIX_PATH; the torch that python3
imports; the one in .venv; else torch 2.13.0 is installed into .venv.

examples:
  scripts/setup.sh
  scripts/setup.sh --preset asan
  scripts/setup.sh --torch "$HOME/libtorch"
  scripts/setup.sh --no-install
TEXT
}

# shellcheck disable=SC2034 # the parts in lib/ read these
parse_options() {
  PRESET=release TORCH_REQUEST="" WITH_MNIST=0 INSTALL=1 DEV=0 WARNINGS_AS_ERRORS=OFF
  if [ "${CI:-}" = true ]; then DEV=1 WARNINGS_AS_ERRORS=ON; fi
  while [ $# -gt 0 ]; do
    case "$1" in
      --preset | --torch)
        [ -n "${2:-}" ] || fail_usage "$1 needs a value"
        if [ "$1" = --preset ]; then PRESET="$2"; else TORCH_REQUEST="$2"; fi
        shift
        ;;
      --preset=*) PRESET="${1#*=}" ;;
      --torch=*) TORCH_REQUEST="${1#*=}" ;;
      --mnist) WITH_MNIST=1 ;;
      --dev) DEV=1 ;;
      --no-install) INSTALL=0 ;;
      --help | -h) usage && exit 0 ;;
      *) fail_usage "unknown option '$1'" ;;
    esac
    shift
  done
  if [ "$DEV" = 1 ]; then
    OPTIONAL_PARTS="$OPTIONAL_PARTS"$'\n'"$DEV_PARTS" OPTIONAL_PURPOSE="$OPTIONAL_PURPOSE, browser tests, API reference"
  fi
  case "$PRESET" in
    release | debug | asan | tsan | cuda) ;;
    bench) REQUIRED_PARTS="$REQUIRED_PARTS"$'\n'"benchmark|libbenchmark-dev|the benchmarks" ;;
    *) fail_usage "unknown preset '$PRESET': release, debug, asan, tsan, bench or cuda" ;;
  esac
  case "$TORCH_REQUEST" in
    "") TORCH_REQUEST="$(cat "$GRADUS_ROOT/build/setup.torch" 2>/dev/null)" ;;
    auto) TORCH_REQUEST="" ;;
    system | /*) ;;
    *) TORCH_REQUEST="$PWD/$TORCH_REQUEST" ;;
  esac
}

# --no-install: one line for each part; 1 if something needed is missing.
report_only() {
  local part package purpose missing=0
  while IFS='|' read -r part package purpose; do
    if "have_$part"; then say ok "$part"; else
      missing=1
      say missing "$part ($purpose): sudo apt-get install $package"
    fi
  done <<<"$REQUIRED_PARTS"
  while IFS='|' read -r part package purpose; do
    if "have_$part"; then say ok "$part"; else say optional "$part ($purpose): sudo apt-get install $package"; fi
  done <<<"$OPTIONAL_PARTS"
  if find_torch; then
    say ok "LibTorch $(torch_version "$TORCH_ROOT") of $TORCH_SOURCE: $TORCH_ROOT"
  else
    missing=1
    say missing "LibTorch: scripts/setup.sh installs torch $TORCH_VERSION into .venv"
  fi
  [ -z "$TORCH_REJECTED" ] || say "not used" "$TORCH_REJECTED"
  if venv_has pyarrow; then say ok "pyarrow"; else say optional "pyarrow (tables): scripts/setup.sh installs it into .venv"; fi
  if [ "$DEV" = 0 ]; then return "$missing"; fi
  if have_browser_packages; then say ok "playwright-core, axe-core"; else say optional "playwright-core, axe-core (the browser tests): scripts/setup.sh --dev installs them into build/browser"; fi
  return "$missing"
}

open_log() {
  local log="$GRADUS_ROOT/build/setup.log"
  if ! mkdir -p "$GRADUS_ROOT/build" || ! printf 'setup.sh of %s\n' "$(date)" >"$log"; then
    fail log "cannot write $log" "check who owns $GRADUS_ROOT and the free space"
  fi
  LOG="$log"
}

# Two set-ups at once would fight over .venv.
take_turns() {
  have flock || return 0
  exec 9>"$GRADUS_ROOT/build/setup.lock"
  flock -n 9 && return 0
  say setup "waiting for another setup.sh in this folder to end"
  flock 9
}

install_packages() {
  have python3 || { have apt-get && can_be_root && apt_update_once && apt_install python3 python3-venv; } ||
    fail packages "Python 3 was not found" "sudo apt-get install python3 python3-venv"
  if have apt-get && can_be_root; then
    install_packages_as_root
  else
    install_packages_as_user
  fi
  install_build_tools
  have_compiler || fail packages "no C++ compiler was found" "install g++ 12 or newer, or clang, or set CXX"
  report_optional_parts
  [ "${CI:-}" != true ] || have_doxygen ||
    fail packages "doxygen is not installed: the test of the API reference would be left out" "sudo apt-get install doxygen"
}

# The Python for tests: the one that has torch, else .venv's.
test_python() {
  venv_has torch && venv_python && return 0
  [ "$TORCH_SOURCE" = "active python3" ] && command -v python3 && return 0
  venv_python
}

# The first error's text, which CMake wraps, on one line.
cmake_error() {
  awk '/CMake Error/ { if (seen++) exit; next } /^--|^Call Stack/ { if (seen) exit } seen && NF' "$LOG" |
    head -n 6 | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'
}

configure() {
  local cmake compiler build="$GRADUS_ROOT/build/$PRESET"
  local -a options=(-D "GRADUS_TORCH=$TORCH_ROOT" -D "GRADUS_PYTHON=$(test_python)"
    -D "CMAKE_MAKE_PROGRAM=$(find_ninja)" -D "GRADUS_WARNINGS_AS_ERRORS=$WARNINGS_AS_ERRORS")
  [ "$TORCH_SOURCE" = system ] && options[1]="GRADUS_TORCH=system"
  [ -d "$DEPS/usr" ] && options+=(-D "CMAKE_PREFIX_PATH=$DEPS/usr")
  cmake="$(find_cmake)"
  # A build folder that was copied or moved with the project does not work at its new place.
  if [ -e "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$GRADUS_ROOT" "$build/CMakeCache.txt"; then
    say cmake "build/$PRESET was configured for another place: starting it anew"
    rm -rf "$build"
  elif differs_from_cxx "$build"; then
    say cmake "build/$PRESET was configured for another compiler than CXX=$CXX: starting it anew"
    rm -rf "$build"
  fi
  compiler="$(choose_compiler "$PRESET")"
  if [ -n "$compiler" ]; then options+=(-D "CMAKE_CXX_COMPILER=$compiler"); fi
  say cmake "configuring build/$PRESET with $("$cmake" --version | sed -n 1p)"
  (cd "$GRADUS_ROOT" && logged "$cmake" --preset "$PRESET" "${options[@]}") ||
    fail cmake "$(cmake_error)" \
      "look into the log, then: rm -rf '$build' and $0 again"
}

main() {
  parse_options "$@"
  if [ "$INSTALL" = 0 ]; then
    report_only
    exit
  fi
  if find_torch && stamp_is_valid; then
    say setup "nothing to do: build/$PRESET is set up with LibTorch $(torch_version "$TORCH_ROOT") of $TORCH_SOURCE"
    exit 0
  fi
  open_log
  take_turns
  install_packages
  provide_torch
  make_venv
  [ "$TORCH_SOURCE" = "active python3" ] && share_torch_with_venv "$(dirname "$TORCH_ROOT")"
  install_python_packages
  install_browser_packages
  provide_dataset fashion-mnist
  [ "$WITH_MNIST" = 0 ] || provide_dataset mnist
  configure
  printf '%s' "$TORCH_REQUEST" >"$GRADUS_ROOT/build/setup.torch" # run.sh and test.sh name none
  write_stamp
  say setup "done: build/$PRESET is ready (log: build/setup.log)"
}

main "$@"
