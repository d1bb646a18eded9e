#!/usr/bin/env python3
"""Writes what other programs make of users' own data: BMP files and resized pictures by Pillow, and
arrays by NumPy, into tests/data/fixtures and tests/data/image_fit_oracle.inc.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install pillow==13.0.0 numpy==2.4.6
    /tmp/v/bin/python tests/oracle/own_data_oracle.py
"""

import pathlib

import numpy as np
import PIL
from numpy.lib import format as npy
from PIL import Image

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
FOLDER = DATA / "fixtures"


def bitmaps():
    """The same pixels as the PNG fixtures of those names."""
    for name in ("grey", "rgb"):
        Image.open(FOLDER / f"{name}.png").save(FOLDER / f"{name}.bmp")
    Image.open(FOLDER / "rgb.png").quantize(2).save(FOLDER / "palette.bmp")


def numbers(array):
    return ", ".join(str(int(v)) for v in np.asarray(array).flatten())


def resized():
    """A picture of noise at other sizes: rows of height, width, and the pixels [C, H, W]."""
    noise = np.random.default_rng(5).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    lines = [
        f"// By Pillow {PIL.__version__} and tests/oracle/own_data_oracle.py: Image.resize with BILINEAR.",
        f"const std::vector<int> kNoise = {{{numbers(noise.transpose(2, 0, 1))}}};",
        "const std::vector<Resized> kResized = {",
    ]
    for height, width in ((9, 7), (4, 3), (3, 7), (1, 1), (18, 14), (5, 20)):
        small = Image.fromarray(noise).resize((width, height), Image.Resampling.BILINEAR)
        pixels = numbers(np.asarray(small).transpose(2, 0, 1))
        lines.append(f"    {{{{{height}, {width}}}, {{{pixels}}}}},")
    lines.append("};")
    (DATA / "image_fit_oracle.inc").write_text("\n".join(lines) + "\n")


def arrays():
    """2 × 3 arrays with the values 0 to 5, unless the name says otherwise."""
    values = np.arange(6).reshape(2, 3)
    for name in ("float32", "float64", "uint8", "int32", "int64"):
        np.save(FOLDER / f"{name}.npy", values.astype(name))
    np.save(FOLDER / "bool.npy", values % 2 == 1)
    np.save(FOLDER / "fortran.npy", np.asfortranarray(values.astype("float64")))
    cube = np.arange(24).reshape(2, 3, 4)
    np.save(FOLDER / "fortran_cube.npy", np.asfortranarray(cube.astype("int32")))
    for version in (2, 3):
        with open(FOLDER / f"version{version}.npy", "wb") as file:
            npy.write_array(file, values.astype("float32"), version=(version, 0))
    np.save(FOLDER / "scalar.npy", np.float32(7))
    np.save(FOLDER / "big_endian.npy", values.astype(">f4"))
    np.save(FOLDER / "int16.npy", values.astype("int16"))
    np.save(FOLDER / "objects.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
    np.save(FOLDER / "records.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    np.savez(FOLDER / "archive.npz", x=values)


bitmaps()
resized()
arrays()
