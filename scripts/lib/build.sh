# shellcheck shell=bash
# Building within the machine's memory.
MB_PER_JOB=1500 # a source file with LibTorch's headers takes up to 1.3 GB

# Memory that is free now, in MB, within the container's limit where there is one.
available_memory_mb() {
  local free=4000 limit used
  if [ -r /proc/meminfo ]; then
    free="$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)"
  elif have sysctl; then
    free="$(($(sysctl -n hw.memsize 2>/dev/null || echo 8000000000) / 2097152))"
  fi
  limit="$(cat /sys/fs/cgroup/memory.max 2>/dev/null)"
  used="$(cat /sys/fs/cgroup/memory.current 2>/dev/null)"
  case "$limit$used" in
    "" | *[!0-9]*) ;;
    *) [ $(((limit - used) / 1048576)) -lt "$free" ] && free=$(((limit - used) / 1048576)) ;;
  esac
  printf '%s' "$free"
}

build_jobs() {
  local cores jobs
  cores="$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 1)"
  jobs=$(($(available_memory_mb) / MB_PER_JOB))
  [ "$jobs" -gt "$cores" ] && jobs="$cores"
  [ "$jobs" -lt 1 ] && jobs=1
  printf '%s' "$jobs"
}

# build_project PRESET [TARGET…]
build_project() {
  local preset="$1" cmake jobs
  shift
  cmake="$(find_cmake)"
  jobs="$(build_jobs)"
  say build "$preset with $jobs job(s): one per core and $MB_PER_JOB MB of free memory"
  "$cmake" --build "$GRADUS_ROOT/build/$preset" --parallel "$jobs" ${1+--target "$@"} ||
    fail build "the compiler's message is above" "$cmake --build '$GRADUS_ROOT/build/$preset'   after mending it"
}
