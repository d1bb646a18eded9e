# shellcheck shell=bash
# Build tools and header libraries: what is there, and how to get the rest from Debian's packages.

# name | Debian package | what it is for. Found by have_NAME, not by the package's name: what came
# from elsewhere counts as well.
REQUIRED_PARTS='compiler|g++|the C++ compiler
cmake|cmake|configures the build (3.25 or newer)
ninja|ninja-build|runs the build
fmt|libfmt-dev|text formatting
cli11|libcli11-dev|the command line
json|nlohmann-json3-dev|JSON files
zlib|zlib1g-dev|compressed data sets
stb|libstb-dev|PNG and JPEG images
tomlplusplus|libtomlplusplus-dev|configuration files
catch2|catch2|the tests'
OPTIONAL_PARTS='clang|clang-19|faster builds
ccache|ccache|faster rebuilds
gnuplot|gnuplot-nox|figures
cjk_font|fonts-wqy-zenhei|Chinese text in figures
fashion_mnist|dataset-fashion-mnist|the data set of the main job'
OPTIONAL_PURPOSE="a faster build, figures, data"
# Optional too, with --dev.
# shellcheck disable=SC2034 # setup.sh reads it
DEV_PARTS='chromium|chromium|the browser tests
node|nodejs|the browser tests
npm|npm|the browser tests
doxygen|doxygen|the API reference and its test
shlibdeps|dpkg-dev|packing a .deb, and its test
mandoc|mandoc|the test of the manual pages'

# has_header FILE [FOLDER…]: is it in a folder that CMake will search?
has_header() {
  local file="$1" root prefix
  local -a roots=()
  shift
  IFS=: read -r -a roots <<<"/usr:/usr/local:/opt/homebrew:/opt/local:$DEPS/usr:${CMAKE_PREFIX_PATH:-}"
  for root in "${roots[@]}"; do
    for prefix in "" "$@"; do
      [ -e "$root/include/$prefix$file" ] && return 0
    done
  done
  return 1
}

have_compiler() { have "${CXX:-c++}" || have g++ || have clang++; }
have_cmake() { find_cmake >/dev/null; }
have_ninja() { find_ninja >/dev/null; }
have_fmt() { has_header fmt/format.h; }
have_cli11() { has_header CLI/CLI.hpp; }
have_json() { has_header nlohmann/json.hpp; }
have_zlib() { has_header zlib.h; }
have_stb() { has_header stb_image.h stb/; }
have_tomlplusplus() { has_header toml++/toml.h; }
have_catch2() { has_header catch2/catch_all.hpp || has_header catch2/catch.hpp; }
have_benchmark() { has_header benchmark/benchmark.h; }
have_clang() { ! wants_clang "$PRESET" || find_clang >/dev/null; }
have_ccache() { have ccache; }
have_gnuplot() { have gnuplot; }
have_chromium() { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }
have_node() { have node; }
have_npm() { have npm; }
have_doxygen() { have doxygen; }
have_shlibdeps() { have dpkg-shlibdeps; }
have_mandoc() { have mandoc; }
have_fashion_mnist() { find_dataset fashion-mnist >/dev/null; }
have_cjk_font() {
  compgen -G '/usr/share/fonts/truetype/wqy/*' >/dev/null ||
    compgen -G '/usr/share/fonts/*/noto/*CJK*' >/dev/null || [ "$(uname)" = Darwin ]
}

# missing_packages TABLE: the Debian packages of the parts that are not there, one a line.
missing_packages() {
  local part package
  while IFS='|' read -r part package _; do
    "have_$part" || printf '%s\n' "$package"
  done <<<"$1"
}

# As root directly, else through sudo: without a password, or asking for it where there is a terminal.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

can_be_root() {
  [ "$(id -u)" = 0 ] && return 0
  have sudo || return 1
  sudo -n true 2>/dev/null && return 0
  [ -t 0 ] && id -nG | grep -qwE 'sudo|wheel|admin' && sudo -v
}

apt_update_once() {
  [ -n "${APT_UPDATED:-}" ] && return 0
  APT_UPDATED=1
  say packages "apt-get update: something is missing, so the package lists are refreshed"
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get update ||
    warn packages "apt-get update reported errors; going on with the lists there are"
}

apt_install() {
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# apt_candidate PACKAGE: the version that apt would install, empty if none.
apt_candidate() {
  apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p' | grep -v '^(none)$'
}

# The step for root and sudo.
install_packages_as_root() {
  local -a required=() optional=() offered=()
  local package
  mapfile -t required < <(missing_packages "$REQUIRED_PARTS")
  mapfile -t optional < <(missing_packages "$OPTIONAL_PARTS")
  [ "${#required[@]}" -eq 0 ] && [ "${#optional[@]}" -eq 0 ] && return 0
  apt_update_once
  if [ "${#required[@]}" -gt 0 ]; then
    say packages "installing ${required[*]}: build tools and libraries"
    apt_install "${required[@]}" ||
      fail packages "apt-get install: $(last_error)" "sudo apt-get install ${required[*]}   and then $0 again"
  fi
  for package in ${optional[@]+"${optional[@]}"}; do
    [ -n "$(apt_candidate "$package")" ] && offered+=("$package")
  done
  if [ "${#offered[@]}" -gt 0 ]; then
    say packages "installing ${offered[*]}: ${OPTIONAL_PURPOSE}"
    # One that cannot be installed must not keep the others away.
    apt_install "${offered[@]}" || for package in "${offered[@]}"; do apt_install "$package" || true; done
  fi
}

# One line for each optional thing that could not be had.
report_optional_parts() {
  local part package purpose
  while IFS='|' read -r part package purpose; do
    [ "$part" = fashion_mnist ] || "have_$part" ||
      warn packages "$package is not installed: $purpose will be missing (sudo apt-get install $package)"
  done <<<"$OPTIONAL_PARTS"
}
