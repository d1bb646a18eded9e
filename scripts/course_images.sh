#!/usr/bin/env bash
# Makes docs/images/course/{en,zh}/NN_NAME.png, the pictures of the READMEs' course table, by running
# the whole course in both languages (up to 10 minutes each).
# Needs ImageMagick (Debian: imagemagick).
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
gradus="$root/build/release/bin/gradus"
[ -x "$gradus" ] || { echo "$0: build first: scripts/run.sh or scripts/test.sh" >&2; exit 1; }
command -v convert >/dev/null || { echo "$0: ImageMagick is missing: sudo apt-get install imagemagick" >&2; exit 1; }

# The figure of a topic that says most in a small picture; the others show their first one.
chosen() {
  case "$1" in
    images) echo shifts ;;
    *) return 1 ;;
  esac
}

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
for language in en zh; do
  "$gradus" demo --all --lang "$language" --output "$scratch/$language" --json "$@" >"$scratch/$language.json"
  rm -rf "$root/docs/images/course/$language"
  mkdir -p "$root/docs/images/course/$language"
  python3 - "$scratch/$language.json" <<'PYTHON' |
import json, sys
for demo in json.load(open(sys.argv[1]))["demos"]:
    print(f"{demo['number']:02} {demo['name']} {demo['figures'][0]['png']}")
PYTHON
    while read -r number name first; do
      figure="$first"
      if other="$(chosen "$name")"; then figure="$(dirname "$first")/$other.png"; fi
      convert "$figure" -resize '640x480>' -colors 128 -strip \
        "PNG8:$root/docs/images/course/$language/${number}_$name.png"
    done
done
