#!/usr/bin/env bash
# The browser tests, or one line that says why they cannot run.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
root="$(cd "$here/../.." && pwd -P)"

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'TEXT'
usage: tests/browser/run.sh [PAGE…]

Opens books in headless Chromium at three widths, light and dark, and checks layout, images,
keyboard, accessibility (axe-core) and printing. PAGE is the index.html of a book; with none, the
course is run with --quick in both languages by GRADUS_BINARY [build/release/bin/gradus].
Set up by scripts/setup.sh --dev.
TEXT
  exit 0
fi

skip() {
  printf 'SKIPPED: %s\n' "$1"
  exit 0
}

export NODE_PATH="$root/build/browser/node_modules"
export GRADUS_BINARY="${GRADUS_BINARY:-$root/build/release/bin/gradus}"
command -v node >/dev/null || skip "Node.js is not installed (Debian: nodejs, npm)"
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  CHROMIUM="$(command -v "$name")" && break
done
[ -n "$CHROMIUM" ] || skip "Chromium is not installed (Debian: chromium)"
export CHROMIUM
for package in playwright-core axe-core; do
  [ -e "$NODE_PATH/$package/package.json" ] || skip "$package is not installed (scripts/setup.sh --dev)"
done
exec node "$here/book_test.js" "$@"
