"""Writes and reads a safetensors file by the format's description, without gradus.

    safetensors_oracle.py write FILE    a file with the tensors below, as another writer lays them out
    safetensors_oracle.py read FILE     checks that FILE holds exactly these tensors

Where the `safetensors` package is installed, `read` also opens the file with it.
"""
import json
import struct
import sys

# name: (dtype, shape, struct code, values); bfloat16 and bool as their raw bits.
TENSORS = {
    "b.bf16": ("BF16", [2], "H", [0x3FC0, 0xC010]),  # 1.5, -2.25
    "a.f64": ("F64", [2, 1], "d", [0.1, -1e300]),
    "f32": ("F32", [2, 3], "f", [1.0, 2.0, 3.0, 4.0, 5.0, -0.0]),
    "f16": ("F16", [3], "e", [0.5, -2.0, 65504.0]),
    "i64": ("I64", [1], "q", [-(2**62)]),
    "i32": ("I32", [2], "i", [7, -7]),
    "i16": ("I16", [1], "h", [-32768]),
    "i8": ("I8", [3], "b", [-1, 0, 1]),
    "u8": ("U8", [3], "B", [0, 128, 255]),
    "bool": ("BOOL", [3], "B", [1, 0, 1]),
    "scalar": ("F32", [], "f", [42.0]),
    "empty": ("F32", [0, 5], "f", []),
    "层.weight \"q\"": ("F32", [1], "f", [8.0]),
}


def write(path):
    header, data = {"__metadata__": {"writer": "oracle"}}, b""
    for name, (dtype, shape, code, values) in TENSORS.items():
        raw = struct.pack(f"<{len(values)}{code}", *values)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    assert length % 8 == 0, "the data part must be aligned"
    header = json.loads(content[8 : 8 + length])
    data = content[8 + length :]
    assert header.pop("__metadata__") == {"writer": "gradus"}
    assert set(header) == set(TENSORS), header.keys()
    assert sum(e["data_offsets"][1] - e["data_offsets"][0] for e in header.values()) == len(data)
    for name, (dtype, shape, code, values) in TENSORS.items():
        entry = header[name]
        begin, end = entry["data_offsets"]
        assert entry["dtype"] == dtype and entry["shape"] == shape, (name, entry)
        assert begin % struct.calcsize(code) == 0, f"{name} is not aligned"
        found = struct.unpack(f"<{len(values)}{code}", data[begin:end])
        assert struct.pack(f"<{len(values)}{code}", *found) == struct.pack(f"<{len(values)}{code}", *values), name


def read_by_package(path):
    try:
        from safetensors.torch import load_file
    except ImportError:
        print("the safetensors package is not installed: checked by the format's description alone")
        return
    tensors = load_file(path)
    assert set(tensors) == set(TENSORS)
    for name, (_, shape, _, values) in TENSORS.items():
        assert list(tensors[name].shape) == shape, name
        if name not in ("b.bf16", "bool"):
            assert tensors[name].flatten().tolist() == values, name


if __name__ == "__main__":
    action, file_path = sys.argv[1:]
    if action == "write":
        write(file_path)
    else:
        read(file_path)
        read_by_package(file_path)
