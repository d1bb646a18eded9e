#!/usr/bin/env python3
"""Writes tests/data/fixtures: pictures by Pillow, Parquet and Feather files by pyarrow.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install pillow==13.0.0 pyarrow==26.0.1
    /tmp/v/bin/python tests/oracle/make_data_fixtures.py
"""

import base64
import pathlib
import struct
import zlib

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from PIL import Image

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "data" / "fixtures"


def pictures():
    grey = Image.new("L", (3, 2))
    grey.putdata([0, 50, 100, 150, 200, 250])
    grey.save(FOLDER / "grey.png")
    rgb = Image.new("RGB", (2, 1))
    rgb.putdata([(255, 0, 10), (1, 2, 3)])
    rgb.save(FOLDER / "rgb.png")
    rgba = Image.new("RGBA", (2, 1))
    rgba.putdata([(10, 20, 30, 255), (10, 20, 30, 0)])
    rgba.save(FOLDER / "transparent.png")
    palette = rgb.quantize(2)
    palette.save(FOLDER / "palette.png")
    sixteen = Image.new("I;16", (2, 1))
    sixteen.putdata([0, 65535])
    sixteen.save(FOLDER / "sixteen_bit.png")
    plain = Image.new("RGB", (16, 8), (200, 100, 50))
    plain.save(FOLDER / "plain.jpg", quality=95)
    plain.save(FOLDER / "progressive.jpg", quality=95, progressive=True)
    Image.new("CMYK", (16, 8), (10, 20, 30, 40)).save(FOLDER / "cmyk.jpg")
    grey.save(FOLDER / "animated.png", save_all=True, append_images=[grey.point(lambda v: 255 - v)])
    grey.save(FOLDER / "picture.gif")
    resized("huge.png", 60000, 60000)
    resized("empty.png", 0, 0)


def resized(name, width, height):
    """grey.png with another size in its header, checksum made right."""
    data = bytearray((FOLDER / "grey.png").read_bytes())
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    (FOLDER / name).write_bytes(data)


def table():
    return pa.table(
        {
            "width": pa.array([1.5, 2.5, None, 4.5], pa.float64()),
            "count": pa.array([1, 2, 3, 4], pa.int16()),
            "ripe": pa.array([True, False, True, True]),
            "kind": pa.array(["pear", "apple", "pear", "apple"]).dictionary_encode(),
        }
    )


class KeyService(pe.KmsClient):
    """Keeps keys in the file as they are: the test only needs an encrypted file."""

    def __init__(self, config):
        super().__init__()

    def wrap_key(self, key, master):
        return base64.b64encode(key)

    def unwrap_key(self, wrapped, master):
        return base64.b64decode(wrapped)


def tables():
    pq.write_table(table(), FOLDER / "fruit.parquet")
    feather.write_feather(table(), FOLDER / "fruit.feather", compression="zstd")
    nested = pa.table({"x": [[1.0], [2.0]], "y": ["a", "b"]})
    pq.write_table(nested, FOLDER / "nested.parquet")
    feather.write_feather(nested, FOLDER / "nested.feather")
    config = pe.EncryptionConfiguration(footer_key="k", column_keys={"k": ["width"]})
    factory = pe.CryptoFactory(KeyService)
    properties = factory.file_encryption_properties(pe.KmsConnectionConfig(), config)
    with pq.ParquetWriter(
        FOLDER / "encrypted.parquet", table().schema, encryption_properties=properties
    ) as writer:
        writer.write_table(table())


pictures()
tables()
