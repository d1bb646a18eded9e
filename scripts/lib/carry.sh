# shellcheck shell=bash
# One folder with everything that a build without network needs: sources, header libraries, a script.
CARRIED_PACKAGES=(libfmt-dev libcli11-dev nlohmann-json3-dev zlib1g-dev libstb-dev libtomlplusplus-dev catch2)

# name, address and SHA-256 of every source that CMake would fetch.
pinned_sources() {
  awk '/FetchContent_Declare\(/ { sub(/.*\(/, ""); name = $1 }
       $1 == "URL" { url = $2 }
       $1 == "URL_HASH" { sub(/SHA256=/, "", $2); sub(/\)$/, "", $2); print name, url, $2 }' "$GRADUS_ROOT"/cmake/*.cmake
}

# carry_source NAME ADDRESS SUM FOLDER: one of them, checked and unpacked to FOLDER/NAME.
carry_source() (
  temporary="$(mktemp -d)" || exit 1
  trap 'rm -rf "$temporary"' EXIT
  archive="$(basename "$2")"
  printf '%s  %s\n' "$3" "$archive" >"$temporary/list"
  logged python3 "$GRADUS_ROOT/scripts/lib/fetch.py" "$(dirname "$2")" "$temporary/list" "$temporary" || exit 1
  mkdir -p "$4" "$temporary/unpacked" && cd "$temporary/unpacked" || exit 1
  logged "$(find_cmake)" -E tar xf "../$archive" || exit 1
  mv -- * "$4/$1" # each archive holds one folder
)

# carry_sources FOLDER: all of them. They suit any processor and any C library.
carry_sources() {
  local name address sum
  while read -r name address sum; do
    carry_source "$name" "$address" "$sum" "$1" || return 1
  done < <(pinned_sources)
}

# carry_packages FOLDER: the headers and static libraries of this system's packages.
carry_packages() {
  local failed
  have apt-get && have dpkg || return 1
  failed="$(unpack_packages "$1" "${CARRIED_PACKAGES[@]}")"
  rm -rf "$1/usr/share/doc" "$1/usr/share/man"
  find "$1" -xtype l -delete # links to libraries of packages that are not carried
  [ -z "$failed" ]
}

write_launcher() {
  cat >"$1" <<'TEXT'
#!/usr/bin/env bash
# Unpacks what lies beside this script and checks gradus on this machine's GPU.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
mkdir -p "$here/work"
tar -xzf "$here/source.tar.gz" -C "$here/work"
tar -xzf "$here/dependencies.tar.gz" -C "$here/work"
exec "$here/work/gradus/scripts/gpu_check.sh" --dependencies "$here/work/dependencies" "$@"
TEXT
  chmod +x "$1"
}

# prepare_folder DIR
prepare_folder() {
  local temporary
  have git || fail prepare "git was not found" "sudo apt-get install git"
  if ! mkdir -p "$1" || ! temporary="$(mktemp -d "$1/.prepare.XXXXXX")"; then
    fail prepare "cannot write $1" "name a folder that can be written"
  fi
  # shellcheck disable=SC2064 # the name as it is now
  trap "rm -rf '$temporary'" EXIT
  LOG="$1/prepare.log"
  : >"$LOG"
  git -C "$GRADUS_ROOT" archive --format=tar.gz --prefix=gradus/ -o "$temporary/source.tar.gz" HEAD ||
    fail prepare "git archive failed" "run this in a clone with at least one commit"
  mkdir "$temporary/dependencies"
  if carry_sources "$temporary/dependencies/sources"; then
    say prepare "carrying the sources of the header libraries"
  else
    rm -rf "$temporary/dependencies/sources"
    carry_packages "$temporary/dependencies" ||
      fail prepare "the header libraries can neither be fetched nor taken from packages" "run this with network access"
    say prepare "carrying the header libraries of this system's packages ($(uname -m)): the sources cannot be fetched"
  fi
  tar -C "$temporary" -czf "$temporary/dependencies.tar.gz" dependencies
  mv "$temporary/source.tar.gz" "$temporary/dependencies.tar.gz" "$1/"
  rm -rf "$temporary"
  write_launcher "$1/gpu_check.sh"
  say prepare "$1 is ready ($(du -sh "$1" | cut -f 1)): on the GPU machine run gpu_check.sh in it"
}
