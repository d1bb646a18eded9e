# shellcheck shell=bash
# Debian packages without root: fetched with the system's own sources and unpacked into a folder.

# apt as an ordinary user: its own lists and cache where the system's lists are empty.
apt_as_user() {
  local state="$DEPS/apt" tool="$1"
  local -a options=()
  shift
  if ! compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null; then
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    options=(-o "Dir::State::Lists=$state/lists" -o "Dir::Cache=$state/cache"
      -o "Dir::State::status=/var/lib/dpkg/status" -o "Debug::NoLocking=1")
    if [ ! -e "$state/updated" ]; then
      logged apt-get "${options[@]}" update && touch "$state/updated"
    fi
  fi
  "$tool" ${options[@]+"${options[@]}"} "$@"
}

# What a package's CMake configuration or links need beside it: fmt's and zlib's shared library, and
# on Debian 13 the package behind `catch2`.
companions() {
  apt_as_user apt-cache depends "$1" 2>/dev/null |
    sed -nE 's/^ *Depends: *(libfmt[0-9.]+|zlib1g|libcatch2-dev)$/\1/p'
}

# unpack_packages FOLDER PACKAGE…: each one's files under FOLDER, as they would lie under /. Prints
# the names of those that could not be had.
unpack_packages() (
  folder="$1"
  shift
  mkdir -p "$DEPS/debs" "$folder" && cd "$DEPS/debs" || exit 1
  for package in "$@"; do
    for one in "$package" $(companions "$package"); do
      rm -f "${one}_"*.deb
      if ! logged apt_as_user apt-get download "$one" || ! logged dpkg -x "${one}_"*.deb "$folder"; then
        printf '%s\n' "$one"
      fi
      rm -f "${one}_"*.deb
    done
  done
)

# The step for users without root: headers and static libraries go to .deps, tools to .venv.
install_packages_as_user() {
  local -a wanted=()
  local package failed
  while read -r package; do
    case "$package" in
      "" | cmake | ninja-build) ;; # wheels, see install_build_tools
      g++) fail packages "no C++ compiler was found and there is neither root nor sudo" \
        "ask the administrator for: apt-get install g++" ;;
      *) wanted+=("$package") ;;
    esac
  done < <(missing_packages "$REQUIRED_PARTS")
  if [ "${#wanted[@]}" -gt 0 ]; then
    if have apt-get && have dpkg; then
      say packages "unpacking ${wanted[*]} into .deps: neither root nor sudo here"
      failed="$(unpack_packages "$DEPS" "${wanted[@]}" | tr '\n' ' ')"
      [ -z "$failed" ] || warn packages "could not unpack ${failed}: CMake will fetch what is missing"
    else
      say packages "${wanted[*]}: not installed, CMake will fetch the sources (pinned by hash)"
    fi
  fi
}
