#!/usr/bin/env bash
# Makes docs/images/run.png, the README's picture, from the figures of a real run:
#   scripts/readme_image.sh runs/<time>-fashion-mnist-mlp
# Needs ImageMagick (Debian: imagemagick).
set -euo pipefail
run="${1:?usage: scripts/readme_image.sh RUN}/figures"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
mkdir -p "$root/docs/images"
montage "$run/training_curves.png" "$run/confusion_matrix.png" "$run/first_layer_weights.png" \
  "$run/confident_mistakes.png" -geometry 640x440+10+10 -background white -tile 2x2 \
  -colors 256 "PNG8:$root/docs/images/run.png"
