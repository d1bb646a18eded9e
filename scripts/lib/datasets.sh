# shellcheck shell=bash
# Fashion-MNIST and MNIST: found, or fetched with a checksum into the user's cache.
DATASET_CACHE="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/gradus"
DEBIAN_DATASETS=/usr/share/datasets

dataset_address() {
  case "$1" in
    fashion-mnist) printf 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com' ;;
    mnist) printf 'https://ossci-datasets.s3.amazonaws.com/mnist' ;;
  esac
}

# find_dataset NAME: the folder with its four files.
find_dataset() {
  local folder
  for folder in "$DEBIAN_DATASETS/$1" "$DATASET_CACHE/$1"; do
    if [ -r "$folder/train-images-idx3-ubyte.gz" ] && [ -r "$folder/train-labels-idx1-ubyte.gz" ] &&
      [ -r "$folder/t10k-images-idx3-ubyte.gz" ] && [ -r "$folder/t10k-labels-idx1-ubyte.gz" ]; then
      printf '%s' "$folder"
      return 0
    fi
  done
  return 1
}

# Debian's package, unpacked into the cache by users without root.
unpack_dataset() {
  [ "$1" = fashion-mnist ] && have apt-get && have dpkg && ! can_be_root || return 1
  say data "unpacking dataset-fashion-mnist into $DATASET_CACHE: neither root nor sudo here; 30 MB"
  [ -z "$(unpack_packages "$DEPS/dataset" dataset-fashion-mnist)" ] || return 1
  mkdir -p "$DATASET_CACHE" && rm -rf "${DATASET_CACHE:?}/$1" &&
    mv "$DEPS/dataset$DEBIAN_DATASETS/$1" "$DATASET_CACHE/$1" && rm -rf "$DEPS/dataset"
}

download_dataset() {
  say data "fetching $1 from $(dataset_address "$1") into $DATASET_CACHE: checked by SHA-256"
  logged python3 "$GRADUS_ROOT/scripts/lib/fetch.py" "$(dataset_address "$1")" \
    "$GRADUS_ROOT/scripts/data/$1.sha256" "$DATASET_CACHE/$1"
}

# provide_dataset NAME: never fails; what is missing is said.
provide_dataset() {
  find_dataset "$1" >/dev/null || unpack_dataset "$1" || download_dataset "$1"
  if find_dataset "$1" >/dev/null; then
    say data "$1: $(find_dataset "$1")"
  else
    warn data "$1 cannot be had: put its four .gz files into $DATASET_CACHE/$1; until then the digits in the repository are used"
  fi
}
