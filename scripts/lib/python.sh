# shellcheck shell=bash
# The project's own Python in .venv: pyarrow, numpy, and where needed torch, CMake and Ninja.
PYARROW_VERSION=26.0.1
CLANG_FORMAT_VERSION=18.1.8
TENSORBOARD_VERSION=2.21.0
# What opens our exports in the tests.
EXPORT_READERS=(onnx==1.23.2 onnxruntime==1.32.0 safetensors==0.8.0)

venv_python() { printf '%s' "$VENV/bin/python"; }

# Isolated: a PYTHONPATH of the user's would show packages that are not in .venv.
in_venv() { "$(venv_python)" -I "$@"; }

# venv_has MODULE: is it there? Looked up, not imported: importing torch takes seconds.
venv_has() {
  in_venv -c "import importlib.util as u, sys; sys.exit(u.find_spec('$1') is None)" 2>/dev/null
}

venv_version() { in_venv -c "import importlib.metadata as m; print(m.version('$1'))" 2>/dev/null; }

pip_install() {
  logged in_venv -m pip install --disable-pip-version-check --no-input --progress-bar off "$@"
}

venv_works() { in_venv -c 'import pip' 2>/dev/null; }

# pip for a .venv made without it: from the active Python's pip, else from Debian's wheel package.
bootstrap_pip() {
  if python3 -m pip --version >/dev/null 2>&1; then
    logged python3 -m pip --disable-pip-version-check --python "$(venv_python)" install pip && return 0
  fi
  have apt-get && have dpkg || return 1
  [ -z "$(unpack_packages "$DEPS" python3-pip-whl)" ] || return 1
  local wheel
  wheel="$(compgen -G "$DEPS/usr/share/python-wheels/pip-*.whl" | head -n 1)"
  [ -n "$wheel" ] && logged in_venv "$wheel/pip" install --no-index "$wheel"
}

# The step: .venv with a pip that works.
make_venv() {
  venv_works && return 0
  say python "making .venv: $(python3 --version 2>&1) for pyarrow and the tests"
  if ! python3 -c 'import ensurepip, venv' 2>/dev/null && have apt-get && can_be_root; then
    apt_update_once
    apt_install python3-venv || true
  fi
  if python3 -c 'import ensurepip' 2>/dev/null && logged python3 -m venv --clear "$VENV"; then
    return 0
  fi
  # Debian without python3-venv: the module is there, only its copy of pip is not.
  if logged python3 -m venv --clear --without-pip "$VENV" && bootstrap_pip && venv_works; then
    return 0
  fi
  fail python "no virtual environment with pip could be made: $(last_error)" \
    "sudo apt-get install python3-venv (or ask the administrator for it), and then $0 again"
}

# The step for users without root: CMake and Ninja as wheels.
install_build_tools() {
  local -a wheels=()
  have_cmake || wheels+=('cmake==3.31.*')
  have_ninja || wheels+=(ninja)
  [ "${#wheels[@]}" -eq 0 ] && return 0
  make_venv
  say tools "installing ${wheels[*]} into .venv: no new enough ones on the PATH"
  pip_install "${wheels[@]}" ||
    fail tools "pip install: $(last_error)" "$(venv_python) -m pip install ${wheels[*]}   and then $0 again"
}

# The Python that tests run: it needs torch, numpy and pyarrow. Where torch belongs to another
# Python of the same version, .venv is told where it lies.
share_torch_with_venv() {
  local packages="$1" site version='import sys; print(sys.version_info[:2])'
  venv_has torch && return 0
  [ "$(python3 -c "$version")" = "$(in_venv -c "$version")" ] || return 0
  site="$(in_venv -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
  printf '%s\n' "$packages" >"$site/gradus_torch.pth"
}

# What reads our event files back in the tests, which are skipped without it.
install_tensorboard() {
  [ "$(venv_version tensorboard)" = "$TENSORBOARD_VERSION" ] && return 0
  say python "installing tensorboard==$TENSORBOARD_VERSION into .venv: it reads our event files in the tests; about 20 MB"
  pip_install "tensorboard==$TENSORBOARD_VERSION" ||
    lacking python "pip install tensorboard==$TENSORBOARD_VERSION: $(last_error)" "the test of event files will be skipped" \
      "$(venv_python) -m pip install tensorboard==$TENSORBOARD_VERSION"
}

# What opens our exports in the tests, which are skipped without it.
install_export_readers() {
  local -a wanted=()
  local reader
  for reader in "${EXPORT_READERS[@]}"; do
    [ "$(venv_version "${reader%==*}")" = "${reader#*==}" ] || wanted+=("$reader")
  done
  [ "${#wanted[@]}" -gt 0 ] || return 0
  say python "installing ${wanted[*]} into .venv: they open our exports in the tests; about 110 MB"
  pip_install "${wanted[@]}" ||
    lacking python "pip install ${wanted[*]}: $(last_error)" "the tests of exports and imports will be skipped" \
      "$(venv_python) -m pip install ${wanted[*]}"
}

# The step: Arrow for tables, and what the oracle tests compare with.
install_python_packages() {
  local -a wanted=()
  if [ "$(venv_version pyarrow)" != "$PYARROW_VERSION" ]; then wanted+=("pyarrow==$PYARROW_VERSION"); fi
  venv_has numpy || wanted+=(numpy)
  if [ "${#wanted[@]}" -gt 0 ]; then
    say python "installing ${wanted[*]} into .venv: tables (CSV, Parquet) and the tests; about 70 MB"
    pip_install "${wanted[@]}" ||
      warn python "pip install ${wanted[*]}: $(last_error); tables (CSV, Parquet, Feather) may be left out"
  fi
  [ "$DEV" = 1 ] || return 0
  install_tensorboard
  install_export_readers
  [ "$(venv_version clang-format)" = "$CLANG_FORMAT_VERSION" ] && return 0
  say python "installing clang-format==$CLANG_FORMAT_VERSION into .venv: the formatting check"
  pip_install "clang-format==$CLANG_FORMAT_VERSION" ||
    fail python "pip install clang-format==$CLANG_FORMAT_VERSION: $(last_error)" \
      "$(venv_python) -m pip install clang-format==$CLANG_FORMAT_VERSION"
}
