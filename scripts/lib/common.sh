# shellcheck shell=bash disable=SC2034
# What all scripts share: where the project is, how they speak, how they fail.
GRADUS_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
SCRIPT_NAME="$(basename "$0")"
VENV="$GRADUS_ROOT/.venv"
DEPS="$GRADUS_ROOT/.deps"
LOG=/dev/null

# say WHAT WHY: one line a step, on the screen and in the log.
say() {
  printf '%-9s %s\n' "$1" "$2"
  printf '== %-9s %s\n' "$1" "$2" >>"$LOG"
}

# warn WHAT WHY: something optional is missing; the work goes on.
warn() { say "$1" "note: $2" >&2; }

# fail STEP WHY WHAT_TO_TYPE: the end.
fail() {
  {
    printf '%s: failed at: %s\n' "$SCRIPT_NAME" "$1"
    printf '  why: %s\n' "$2"
    printf '  do:  %s\n' "$3"
    [ "$LOG" = /dev/null ] || printf '  log: %s\n' "$LOG"
  } >&2
  exit 1
}

# lacking STEP WHY WITHOUT WHAT_TO_TYPE: some tests will be skipped; with CI=true that is the end, as
# they would be missed by nobody.
lacking() {
  if [ "${CI:-}" = true ]; then fail "$1" "$2" "$4"; fi
  warn "$1" "$2; $3"
}

# fail_usage WHY: wrong options end with 2, as the gradus command does.
fail_usage() {
  printf '%s: %s (see %s --help)\n' "$SCRIPT_NAME" "$1" "$SCRIPT_NAME" >&2
  exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

# logged COMMAND…: its output goes to the log, its exit code is kept.
logged() {
  printf '+ %s\n' "$*" >>"$LOG"
  "$@" >>"$LOG" 2>&1 </dev/null
}

# The last line of the log that is not one of ours and says what went wrong.
last_error() {
  local line
  line="$(grep -avE '^(\+|==)|^[[:space:]]*$' "$LOG" 2>/dev/null | grep -aiE 'error|fail|cannot|unable|denied|no space' | tail -n 1)"
  printf '%s' "${line:-the log has the details}"
}

# at_least VERSION MINIMUM: compares major.minor numerically.
at_least() {
  local major minor wanted_major wanted_minor
  IFS=. read -r major minor _ <<<"${1//[!0-9.]/.}"
  IFS=. read -r wanted_major wanted_minor _ <<<"$2"
  [ "${major:-0}" -gt "$wanted_major" ] && return 0
  [ "${major:-0}" -eq "$wanted_major" ] && [ "${minor:-0}" -ge "${wanted_minor:-0}" ]
}

# The first CMake that is new enough: the system's, or the wheel in .venv.
find_cmake() {
  local candidate version
  for candidate in cmake "$VENV/bin/cmake"; do
    have "$candidate" || continue
    version="$("$candidate" --version 2>/dev/null | sed -n '1s/[^0-9]*//p')"
    if at_least "${version:-0.0}" 3.25; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

find_ninja() {
  command -v ninja || command -v "$VENV/bin/ninja"
}

# Free disk space around the project, in MB.
free_disk_mb() { df -Pm "$GRADUS_ROOT" 2>/dev/null | awk 'NR == 2 { print $4 }'; }
