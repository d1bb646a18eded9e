#!/usr/bin/env bash
# Set up, build, and run all tests; with CI=true warnings are errors and formatting is checked.
set -uo pipefail
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")/lib" && pwd -P)" || exit 1
for part in common build format; do
  # shellcheck source=/dev/null
  . "$LIB/$part.sh"
done

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'TEXT'
usage: scripts/test.sh [options of ctest]

Installs what is missing, builds, and runs the tests. Options are passed on to ctest, for example:
scripts/test.sh -L unit        only the tests with this label
scripts/test.sh -R data        only the tests with this in their name
With CI=true in the environment, warnings are errors and the formatting is checked first.
TEXT
  exit 0
fi

"$GRADUS_ROOT/scripts/setup.sh" || exit
if [ "${CI:-}" = true ]; then check_format; fi
build_project release
ctest="$(dirname "$(find_cmake)")/ctest"
say test "ctest $*"
# Most tests keep one processor busy. A -j of the caller's own comes later, and so wins.
exec "$ctest" --test-dir "$GRADUS_ROOT/build/release" --output-on-failure --parallel "$(build_jobs)" "$@"
