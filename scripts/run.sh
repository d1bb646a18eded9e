#!/usr/bin/env bash
# The main job: set up, build, and train two networks on Fashion-MNIST.
set -uo pipefail
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")/lib" && pwd -P)" || exit 1
for part in common datasets build; do
  # shellcheck source=/dev/null
  . "$LIB/$part.sh"
done

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'TEXT'
usage: scripts/run.sh [options of `gradus train`]

Installs what is missing, builds, and trains a softmax regression and then a multilayer perceptron
on Fashion-MNIST (on the digits in the repository where it cannot be had). Options are passed on to
both trainings, for example: scripts/run.sh --epochs 3 --device cuda
TEXT
  exit 0
fi

"$GRADUS_ROOT/scripts/setup.sh" || exit
build_project release gradus

gradus="$GRADUS_ROOT/build/release/bin/gradus"
data=fashion-mnist
if ! find_dataset fashion-mnist >/dev/null; then
  data=digits
  say data "Fashion-MNIST is not there: training on the 8x8 digits in the repository instead"
fi
for model in softmax mlp; do
  say train "gradus train --data $data --model $model $*"
  "$gradus" train --data "$data" --model "$model" "$@" || exit
done
