"""Fetches the files named in a checksum list: fetch.py ADDRESS LIST FOLDER.

A file appears in FOLDER complete and with the right SHA-256, or not at all.
"""
import hashlib
import os
import pathlib
import sys
import tempfile
import urllib.request

TIMEOUT_SECONDS = 15
LARGEST_FILE = 64 << 20


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(address, expected, target):
    with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:
        data = answer.read(LARGEST_FILE + 1)
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise ValueError(f"{address}: SHA-256 is {found}, expected {expected}")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def main(address, checksums, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for line in pathlib.Path(checksums).read_text().splitlines():
        expected, name = line.split()
        target = folder / name
        if target.exists() and digest(target) == expected:
            continue
        print(f"{address}/{name}", flush=True)
        fetch(f"{address}/{name}", expected, target)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"error: {error}")
