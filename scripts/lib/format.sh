# shellcheck shell=bash
# The formatting check: every C++ source as .clang-format says.
source_files() {
  find "$GRADUS_ROOT/modules" "$GRADUS_ROOT/app" "$GRADUS_ROOT/tests" "$GRADUS_ROOT/cmake" \
    \( -name '*.cpp' -o -name '*.h' \) -print0
}

check_format() {
  local formatter="$VENV/bin/clang-format"
  say format "$("$formatter" --version): every source as .clang-format says"
  source_files | xargs -0 "$formatter" --dry-run --Werror ||
    fail format "the files above are not formatted" "find modules app tests cmake -name '*.cpp' -o -name '*.h' | xargs $formatter -i"
}
