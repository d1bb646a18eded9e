#!/usr/bin/env bash
# Makes docs/images/course/{en,zh}/NN_NAME.png, the pictures of the READMEs' course table (the
# first figure of each topic), by running the whole course in both languages: minutes each.
#   scripts/course_images.sh [DIR]    keeps both books in DIR/en and DIR/zh
# Needs ImageMagick (Debian: imagemagick).
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
gradus="$root/build/release/bin/gradus"
[ -x "$gradus" ] || { echo "$0: build first: scripts/run.sh or scripts/test.sh" >&2; exit 1; }
command -v convert >/dev/null || { echo "$0: ImageMagick is missing: sudo apt-get install imagemagick" >&2; exit 1; }

books="${1:-}"
if [ -z "$books" ]; then
  books="$(mktemp -d)"
  trap 'rm -rf "$books"' EXIT
fi
mkdir -p "$books"
for language in en zh; do
  "$gradus" demo --all --lang "$language" --output "$books/$language" --json >"$books/$language.json"
  rm -rf "$root/docs/images/course/$language"
  mkdir -p "$root/docs/images/course/$language"
  python3 - "$books/$language.json" <<'PYTHON' |
import json, sys
for demo in json.load(open(sys.argv[1]))["demos"]:
    print(f"{demo['number']:02} {demo['name']} {demo['figures'][0]['png']}")
PYTHON
    while read -r number name figure; do
      convert "$figure" -resize '640x480>' -colors 128 -strip \
        "PNG8:$root/docs/images/course/$language/${number}_$name.png"
    done
done
