# shellcheck shell=bash
# LibTorch: found without importing it, or installed.
TORCH_VERSION=2.13.0
TORCH_MINIMUM=2.6
TORCH_CPU_INDEX=https://download.pytorch.org/whl/cpu

# torch_of_python PYTHON…: the folder of the torch that it would import.
torch_of_python() {
  "$@" -c "import importlib.util as u; s = u.find_spec('torch'); print(next(iter(s.submodule_search_locations or []), '') if s else '')" 2>/dev/null
}

# torch_version ROOT: from version.py of a wheel, else from the header of a LibTorch folder.
torch_version() {
  if [ -r "$1/version.py" ]; then
    sed -n "s/^__version__ *= *['\"]\([^'\"]*\)['\"].*/\1/p" "$1/version.py" | head -n 1
    return
  fi
  local header
  for header in torch/headeronly/version.h torch/csrc/api/include/torch/version.h; do
    [ -r "$1/include/$header" ] || continue
    awk '/define TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]/ { printf "%s%s", sep, $3; sep = "." }' "$1/include/$header"
    return
  done
}

# torch_library ROOT: the library beside the headers, empty if there is none.
torch_library() {
  compgen -G "$1/lib/libtorch.so" || compgen -G "$1/lib/libtorch.dylib" || compgen -G "$1/lib/*/libtorch.so"
}

# torch_complaint ROOT: why it cannot be used, nothing if it can.
torch_complaint() {
  local version
  version="$(torch_version "$1")"
  if [ ! -e "$1/include/torch/script.h" ] || [ -z "$(torch_library "$1")" ]; then
    printf 'no include/torch/script.h and lib/libtorch.so in %s' "$1"
  elif [ -z "$version" ]; then
    printf 'no version in %s' "$1"
  elif ! at_least "$version" "$TORCH_MINIMUM"; then
    printf 'LibTorch %s in %s is older than %s' "$version" "$1" "$TORCH_MINIMUM"
  elif grep -qs _GLIBCXX_USE_CXX11_ABI=0 "$1/share/cmake/Torch/TorchConfig.cmake"; then
    printf 'LibTorch %s in %s was built with the old C++ ABI' "$version" "$1"
  fi
}

# use_torch ROOT SOURCE: sets TORCH_ROOT and TORCH_SOURCE where it can be used.
use_torch() {
  local complaint
  [ -n "$1" ] || return 1
  complaint="$(torch_complaint "$1")"
  if [ -n "$complaint" ]; then
    TORCH_REJECTED="${TORCH_REJECTED:+$TORCH_REJECTED; }$2: $complaint"
    return 1
  fi
  TORCH_ROOT="$1" TORCH_SOURCE="$2"
}

# The user's folder: LibTorch itself, a Python package, a virtual environment, or a CMake folder.
named_torch_root() {
  local root
  for root in "$1" "$1/../.." "$1/../../.." "$1"/lib/python3*/site-packages/torch; do
    if [ -e "$root/include/torch/script.h" ]; then
      (cd "$root" && pwd -P)
      return 0
    fi
  done
  return 1
}

# Sets TORCH_ROOT by the order of the documentation; 1 if none was found.
find_torch() {
  local dir
  local -a prefixes=()
  TORCH_ROOT="" TORCH_SOURCE="" TORCH_REJECTED=""
  case "${TORCH_REQUEST:-}" in
    "") ;;
    system)
      [ -e /usr/include/torch/script.h ] && use_torch /usr "system"
      return
      ;;
    *)
      dir="$(named_torch_root "$TORCH_REQUEST")" ||
        fail torch "--torch $TORCH_REQUEST: no include/torch/script.h there" \
          "$0 --torch DIR with the unpacked libtorch folder or .../site-packages/torch, or --torch system"
      use_torch "$dir" "--torch" ||
        fail torch "$TORCH_REJECTED" "$0 --torch DIR with LibTorch $TORCH_MINIMUM or newer, or no --torch at all"
      return 0
      ;;
  esac
  IFS=: read -r -a prefixes <<<"${CMAKE_PREFIX_PATH:-}"
  for dir in "${Torch_DIR:-}" ${prefixes[@]+"${prefixes[@]}"}; do
    [ -n "$dir" ] || continue
    use_torch "$(named_torch_root "$dir")" "Torch_DIR or CMAKE_PREFIX_PATH" && return 0
  done
  use_torch "$(torch_of_python python3)" "active python3" && return 0
  [ -x "$VENV/bin/python" ] && use_torch "$(torch_of_python in_venv)" ".venv" && return 0
  # What an earlier set-up had to fall back to.
  [ -e /usr/include/torch/script.h ] && use_torch /usr "system"
}

nvidia_card() {
  if have nvidia-smi; then
    nvidia-smi -L 2>/dev/null | sed -n 's/^GPU 0: \([^(]*\).*/\1/p' | grep .
  else
    compgen -G '/proc/driver/nvidia/gpus/*' >/dev/null && printf 'NVIDIA card'
  fi
}

# need_disk MB WHAT
need_disk() {
  local free
  free="$(free_disk_mb)"
  [ "${free:-$1}" -ge "$1" ] ||
    fail torch "$2 needs about $(($1 / 1000)) GB of disk and $((free / 1000)) GB are free" "free some space, or $0 --torch system"
}

install_torch_wheel() {
  local card
  make_venv
  card="$(nvidia_card)"
  if [ -n "$card" ]; then
    say torch "installing torch $TORCH_VERSION with CUDA for $card into .venv: about 3 GB to fetch, 5 GB on disk"
    need_disk 9000 "torch with CUDA"
    pip_install "torch==$TORCH_VERSION"
    return
  fi
  need_disk 2000 "torch"
  if [ "$(uname)" = Linux ]; then
    say torch "installing torch $TORCH_VERSION for the CPU into .venv: about 200 MB to fetch, 0.8 GB on disk"
    pip_install --timeout 10 --retries 1 --index-url "$TORCH_CPU_INDEX" "torch==$TORCH_VERSION" && return 0
    say torch "PyTorch's own index cannot be used ($(last_error | cut -c 1-80)); taking what pip finds: 200 MB, or about 3 GB (5 GB on disk) where it finds only the CUDA build"
  else
    say torch "installing torch $TORCH_VERSION into .venv: about 100 MB to fetch, 0.5 GB on disk"
  fi
  pip_install "torch==$TORCH_VERSION"
}

# Debian's LibTorch runs on whatever BLAS is there; its default is 20 times slower than this one.
provide_fast_blas() {
  compgen -G '/usr/lib/*/openblas-openmp' >/dev/null && return 0
  if have apt-get && can_be_root; then
    say torch "installing libopenblas0-openmp: the default BLAS is 20 times slower"
    apt_update_once
    apt_install libopenblas0-openmp && return 0
  fi
  warn torch "libopenblas0-openmp is not installed: matrix products will be slow"
}

# Debian's own LibTorch.
install_torch_system() {
  local candidate
  have apt-get && can_be_root || return 1
  apt_update_once
  candidate="$(apt_candidate libtorch-dev)"
  at_least "${candidate:-0.0}" "$TORCH_MINIMUM" || return 1
  say torch "installing libtorch-dev $candidate and libopenblas0-openmp: Debian's LibTorch, about 150 MB to fetch"
  apt_install libtorch-dev libopenblas0-openmp && use_torch /usr "system"
}

# The step.
provide_torch() {
  local found=0
  find_torch && found=1
  [ -z "$TORCH_REJECTED" ] || say torch "not used: $TORCH_REJECTED"
  if [ "$found" = 1 ]; then
    [ "$TORCH_SOURCE" != system ] || provide_fast_blas
    say torch "using LibTorch $(torch_version "$TORCH_ROOT") of $TORCH_SOURCE: $TORCH_ROOT"
    return 0
  fi
  if [ "${TORCH_REQUEST:-}" = system ]; then
    install_torch_system ||
      fail torch "the system has no libtorch-dev $TORCH_MINIMUM or newer (Debian 13 has)" "$0 without --torch system"
  elif ! install_torch_wheel || ! use_torch "$(torch_of_python in_venv)" ".venv"; then
    say torch "torch $TORCH_VERSION did not install with pip: $(last_error)"
    install_torch_system ||
      fail torch "neither pip nor the system's packages have LibTorch $TORCH_MINIMUM or newer" \
        "$(venv_python) -m pip install torch==$TORCH_VERSION   or   $0 --torch DIR with an unpacked libtorch"
  fi
  say torch "using LibTorch $(torch_version "$TORCH_ROOT") of $TORCH_SOURCE: $TORCH_ROOT"
}
