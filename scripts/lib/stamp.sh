# shellcheck shell=bash
# The stamp of a finished set-up: a second run with the same scripts, options and LibTorch has
# nothing to do.
stamp_file() { printf '%s' "$GRADUS_ROOT/build/$PRESET/setup.stamp"; }

# Everything that the set-up's outcome depends on, one a line.
stamp_key() {
  local scripts
  scripts="$(cd "$GRADUS_ROOT/scripts" && cat setup.sh lib/*.sh lib/fetch.py data/*.sha256 ../CMakePresets.json | cksum)"
  printf 'scripts %s\n' "$scripts"
  printf 'options preset=%s torch=%s mnist=%s dev=%s werror=%s\n' \
    "$PRESET" "${TORCH_REQUEST:-}" "$WITH_MNIST" "$DEV" "$WARNINGS_AS_ERRORS"
  printf 'environment %s|%s|%s|%s\n' "${Torch_DIR:-}" "${CMAKE_PREFIX_PATH:-}" "${CC:-}" "${CXX:-}"
  printf 'place %s\n' "$GRADUS_ROOT"
  printf 'torch %s %s\n' "$TORCH_ROOT" "$(torch_version "$TORCH_ROOT")"
}

# Is everything as the last set-up of this preset left it?
stamp_is_valid() {
  [ -r "$(stamp_file)" ] && [ -e "$GRADUS_ROOT/build/$PRESET/build.ninja" ] &&
    [ "$(cat "$(stamp_file)")" = "$(stamp_key)" ] &&
    have_cmake && have_ninja && ! lacks_browser_packages && { [ ! -e "$VENV" ] || [ -x "$VENV/bin/python" ]; }
}

write_stamp() { stamp_key >"$(stamp_file).new" && mv "$(stamp_file).new" "$(stamp_file)"; }
