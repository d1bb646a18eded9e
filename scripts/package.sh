#!/usr/bin/env bash
# Set up, build, and make a .deb and a .tar.gz.
set -uo pipefail
LIB="$(cd "$(dirname "${BASH_SOURCE[0]}")/lib" && pwd -P)" || exit 1
for part in common build; do
  # shellcheck source=/dev/null
  . "$LIB/$part.sh"
done

usage() {
  cat <<'TEXT'
usage: scripts/package.sh [options]

Installs what is missing, builds gradus, and packs it: a .deb (where dpkg-dev is) and a .tar.gz, with
LibTorch and Arrow for the CPU in them. See docs/package.md.

  --torch DIR|system  the LibTorch to build with, as for setup.sh; `system` makes packages that need
                      the distribution's libtorch instead of bringing one along
  --output DIR        where the packages are put [build/packages]
  --help              this text
TEXT
}

setup=() output="$GRADUS_ROOT/build/packages"
while [ $# -gt 0 ]; do
  case "$1" in
    --torch | --output)
      [ -n "${2:-}" ] || fail_usage "$1 needs a value"
      if [ "$1" = --torch ]; then setup=(--torch "$2"); else output="$2"; fi
      shift
      ;;
    --help | -h) usage && exit 0 ;;
    *) fail_usage "unknown option '$1'" ;;
  esac
  shift
done

"$GRADUS_ROOT/scripts/setup.sh" ${setup[@]+"${setup[@]}"} || exit
build="$GRADUS_ROOT/build/release"
build_project release gradus_installable
mkdir -p "$output" && output="$(cd "$output" && pwd -P)" ||
  fail package "cannot make the folder $output" "name another one by --output DIR"
bundle=ON kinds=TGZ
if have dpkg-shlibdeps; then
  kinds="TGZ;DEB"
elif have dpkg; then
  warn package "dpkg-shlibdeps is missing, so no .deb is made: sudo apt-get install dpkg-dev"
fi
grep -q '^GRADUS_TORCH:[A-Z]*=system$' "$build/CMakeCache.txt" && bundle=OFF
say package "packing into $output"
"$(dirname "$(find_cmake)")/cpack" --config "$build/CPackConfig.cmake" -B "$output" \
  -D GRADUS_BUNDLE_LIBTORCH=$bundle -G "$kinds"
code=$?
rm -rf "$output/_CPack_Packages"
[ $code = 0 ] || fail package "cpack's message is above" "mend it, then: $0"
for file in "$output"/*.deb "$output"/*.tar.gz; do
  [ -e "$file" ] && say package "$(du -h "$file" | cut -f1)  $file"
done
exit 0
