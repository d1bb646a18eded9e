#!/usr/bin/env bash
# Measures gradus against what people would use instead, on the same work, in turn.
set -uo pipefail
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")/lib" && pwd -P)" || exit 1
for part in common packages unpack python torch datasets build; do
  # shellcheck source=/dev/null
  . "$LIB/$part.sh"
done
PEERS="$GRADUS_ROOT/scripts/bench_peers"
PEERS_VENV="$GRADUS_ROOT/build/peers"

usage() {
  cat <<'TEXT'
usage: scripts/bench_peers.sh [--quick] [--only NAME,…] [--runs N] [--device cpu|cuda]
                              [--output DIR] [--bin DIR]

Makes an environment with PyTorch, JAX, Keras, scikit-learn and pandas in build/peers (pinned in
scripts/bench_peers/requirements.txt), builds gradus and the C++ peers, and runs them all on the same
work, one repetition at a time in turn. Checks that each reaches the same loss. Writes results.json,
table.md, ratios.png and growth.png into DIR (build/bench_peers). dlib takes part where it is
installed (Debian: libdlib-dev), figures need gnuplot. Takes about 20 minutes; leave the machine
alone meanwhile.

  --quick        3 rounds instead of 11
  --only NAMES   some of the works; an unknown name lists them all
  --runs N       rounds
  --device cuda  the works for a GPU, in the Python that is active: its torch needs CUDA
  --bin DIR      where the programs are built already
TEXT
}

make_peers_venv() {
  local stamp="$PEERS_VENV/requirements.txt"
  cmp -s "$PEERS/requirements.txt" "$stamp" && return 0
  say peers "installing PyTorch, JAX, Keras, scikit-learn and pandas into build/peers (1.5 GB)"
  python3 -m venv "$PEERS_VENV" && "$PEERS_VENV/bin/pip" install --quiet \
    --extra-index-url https://download.pytorch.org/whl/cpu -r "$PEERS/requirements.txt" ||
    fail peers "the packages could not be installed" "see pip's message above"
  cp "$PEERS/requirements.txt" "$stamp"
}

build_peers() {
  local -a targets=(gradus_peer_gradus gradus_peer_libtorch gradus_peer_products gradus_bare_start
    gradus_loading_bench)
  "$GRADUS_ROOT/scripts/setup.sh" --preset bench || exit
  grep -q '^GRADUS_DLIB:FILEPATH=/' "$GRADUS_ROOT/build/bench/CMakeCache.txt" && targets+=(gradus_peer_dlib)
  build_project bench "${targets[@]}"
}

main() {
  local output="$GRADUS_ROOT/build/bench_peers" bin="" python="$PEERS_VENV/bin/python" fashion
  local -a options=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --quick) options+=(--quick) ;;
      --only | --runs | --device | --output | --bin)
        [ -n "${2:-}" ] || fail_usage "$1 needs a value"
        case "$1" in
          --output) output="$2" ;;
          --bin) bin="$2" ;;
          *) options+=("$1" "$2") ;;
        esac
        if [ "$1 $2" = "--device cuda" ]; then python=python3; fi
        shift
        ;;
      --help | -h) usage && exit 0 ;;
      *) fail_usage "unknown option '$1'" ;;
    esac
    shift
  done
  [ "$python" = python3 ] || make_peers_venv
  if [ -z "$bin" ]; then
    build_peers
    bin="$GRADUS_ROOT/build/bench/bin"
  fi
  fashion="$(find_dataset fashion-mnist)" ||
    fail data "Fashion-MNIST was not found" "scripts/setup.sh fetches it"
  "$python" "$PEERS/driver.py" --bin "$bin" --fashion "$fashion" --output "$output" ${options+"${options[@]}"}
}

main "$@"
