#!/usr/bin/env bash
# Builds gradus on a machine with a GPU and no network, and runs there what needs the GPU.
set -uo pipefail
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")/lib" && pwd -P)" || exit 1
for part in common packages unpack python torch build carry; do
  # shellcheck source=/dev/null
  . "$LIB/$part.sh"
done
NO_DEVICE=3 # the exit code of the gradus command too

usage() {
  cat <<'TEXT'
usage: scripts/gpu_check.sh --prepare DIR
       DIR/gpu_check.sh [--build-only]

With --prepare, writes DIR: the committed sources and the header libraries (some megabytes). Copy it
to a machine with an NVIDIA card, a Python torch with CUDA, CMake and a compiler; no network is
needed there. DIR/gpu_check.sh then builds, runs the tests labelled `cuda` and one training with
--device cuda. It ends with 3 where there is no usable card.

  --build-only        build and stop: for a machine without a card
  --dependencies DIR  where the header libraries lie; DIR/gpu_check.sh gives it
TEXT
}

# Says in one line what is missing, and ends with 3.
require_gpu() {
  local card answer
  card="$(nvidia_card)"
  if [ -z "$card" ]; then
    say gpu "no NVIDIA card is seen here (nvidia-smi lists none): nothing was checked" >&2
    exit "$NO_DEVICE"
  fi
  answer="$(python3 -c 'import torch; print(torch.version.cuda or "", torch.cuda.is_available())' 2>&1 | tail -n 1)"
  case "$answer" in
    *True) say gpu "$card, CUDA ${answer% True}" ;;
    " False") say gpu "$card is here, but python3's torch was built without CUDA" >&2 && exit "$NO_DEVICE" ;;
    *) say gpu "$card is here, but python3's torch cannot use it: $answer" >&2 && exit "$NO_DEVICE" ;;
  esac
}

configure() {
  local cmake source
  local -a options=(-D "GRADUS_TORCH=$TORCH_ROOT" -D GRADUS_PYTHON=python3 -D GRADUS_ARROW=OFF
    -D FETCHCONTENT_FULLY_DISCONNECTED=ON)
  cmake="$(find_cmake)" || fail cmake "no CMake 3.25 or newer on the PATH" "python3 -m pip install cmake"
  have_ninja || options=(-G "Unix Makefiles" "${options[@]}")
  if [ -n "$DEPENDENCIES" ]; then
    [ -d "$DEPENDENCIES/usr" ] && options+=(-D "CMAKE_PREFIX_PATH=$DEPENDENCIES/usr")
    for source in "$DEPENDENCIES"/sources/*; do
      [ -d "$source" ] && options+=(-D "FETCHCONTENT_SOURCE_DIR_$(basename "$source" | tr '[:lower:]' '[:upper:]')=$source")
    done
  fi
  say cmake "configuring build/cuda with LibTorch $(torch_version "$TORCH_ROOT"): $TORCH_ROOT"
  (cd "$GRADUS_ROOT" && "$cmake" --preset cuda "${options[@]}") ||
    fail cmake "the message is above" "bring what is missing, then run this again"
}

check() {
  local build="$GRADUS_ROOT/build/cuda"
  say test "ctest -L cuda"
  "$(dirname "$(find_cmake)")/ctest" --test-dir "$build" -L cuda --no-tests=error --output-on-failure ||
    fail test "a test on the GPU failed" "see above"
  say train "gradus train --data digits --model mlp --device cuda"
  "$build/bin/gradus" train --data digits --model mlp --device cuda ||
    fail train "the training on the GPU failed" "see above"
  say gpu "all checks on the GPU passed"
}

main() {
  local prepare="" build_only=0
  DEPENDENCIES=""
  while [ $# -gt 0 ]; do
    case "$1" in
      --prepare | --dependencies)
        [ -n "${2:-}" ] || fail_usage "$1 needs a folder"
        if [ "$1" = --prepare ]; then prepare="$2"; else DEPENDENCIES="$2"; fi
        shift
        ;;
      --build-only) build_only=1 ;;
      --help | -h) usage && exit 0 ;;
      *) fail_usage "unknown option '$1'" ;;
    esac
    shift
  done
  if [ -n "$prepare" ]; then
    prepare_folder "$prepare"
    exit 0
  fi
  [ "$build_only" = 1 ] || require_gpu
  find_torch || fail torch "python3 imports no usable torch${TORCH_REJECTED:+ ($TORCH_REJECTED)}" \
    "activate the Python that has torch, or set Torch_DIR"
  configure
  build_project cuda
  [ "$build_only" = 1 ] || check
}

main "$@"
