"""Writes and reads files of torch.save as PyTorch in Python does, for state_dict_test.cpp.

    state_dict_oracle.py write FOLDER   NAME.pt, and beside it what it holds: NAME.safetensors and, in
                                        order, NAME.txt; what gradus must refuse as refused_NAME.pt
    state_dict_oracle.py read FOLDER    checks what gradus wrote there: types, views, module, empty
"""
import json
import struct
import sys
import warnings
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
         torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
         torch.uint8: "U8", torch.bool: "BOOL"}


def network(seed):
    torch.manual_seed(seed)
    made = nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4), nn.LayerNorm(4), nn.PReLU(), nn.Linear(4, 2))
    made(torch.randn(8, 5))
    return made


def types():
    """Every type that is kept, in shapes that are easily kept wrongly; bits from a generator."""
    torch.manual_seed(3)
    tensors = OrderedDict()
    for dtype, name in reversed(TYPES.items()):
        tensors[name] = (torch.randn(3, 4) * 100).to(dtype) if dtype != torch.bool else torch.randn(7) > 0
        tensors[name + ".scalar"] = torch.tensor(1, dtype=dtype)
        tensors[name + ".empty"] = torch.empty(0, 5, dtype=dtype)
    tensors["special"] = torch.tensor([float("nan"), float("inf"), -0.0, 1e-45])
    tensors['层.weight "q"'] = torch.ones(1)
    return tensors


def views():
    """Views of one storage: transposed, cut, stepped, repeated, overlapping."""
    base = torch.arange(60.0).view(5, 12)
    return {"t": base.t(), "cut": base[1:3, 2:7], "steps": base[::2, ::5], "row": base[4],
            "expanded": base[2:3].expand(3, 12), "square": base.view(3, 4, 5).permute(2, 0, 1),
            "diagonal": base.diagonal(), "all": base, "scalar": base[3, 3], "none": base[5:]}


def checkpoint(model):
    """What training scripts keep: the network under a name, with its optimizer and more."""
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.MultiStepLR(adam, [2, 4])
    model(torch.randn(8, 5)).sum().backward()
    adam.step()
    return {"epoch": 3, "model": model.state_dict(), "optimizer": adam.state_dict(),
            "schedule": schedule.state_dict(), "losses": [0.5, None, True, 2**70, -(2**40), 70000, -1],
            "shape": torch.Size([2, 3]), "name": "run", "empty": {}}


def plain(path, tensors):
    """The safetensors format by its description."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def write(folder):
    def save(name, saved, tensors, **options):
        torch.save(saved, folder / f"{name}.pt", **options)
        plain(folder / f"{name}.safetensors", tensors)
        (folder / f"{name}.txt").write_text("\n".join(tensors))

    module = network(1)
    state = module.state_dict()
    save("module", state, state)
    for protocol in (3, 4, 5):
        save(f"protocol_{protocol}", state, state, pickle_protocol=protocol)
    for name in ("half", "bfloat16", "double"):
        converted = getattr(network(2), name)().state_dict()
        save(name, converted, converted)
    save("types", types(), types())
    save("views", views(), views())
    parameters = dict(network(4).named_parameters())
    save("parameters", parameters, parameters)
    kept = checkpoint(network(5))
    save("checkpoint", kept, kept["model"])
    torch.save({"model": state, "nets": {"ema": network(6).state_dict()}}, folder / "two.pt")
    refused(folder, module)


def refused(folder, module):
    def save(name, saved, **options):
        torch.save(saved, folder / f"refused_{name}.pt", **options)

    save("sparse", {"w": torch.eye(2).to_sparse()})
    save("quantised", {"w": torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)})
    save("complex", {"w": torch.ones(2, dtype=torch.complex64)})
    save("float8", {"w": torch.ones(2).to(torch.float8_e4m3fn)})
    save("meta", {"w": torch.ones(2, device="meta")})
    save("negated", {"w": torch.ones(2, dtype=torch.complex64).conj().imag})
    save("module", module)
    save("function", {"w": torch.ones(2), "f": print})
    save("tensor", torch.ones(2))
    save("numbers", {"epoch": 3})
    save("unnamed", {"w": torch.ones(2), 7: torch.ones(2)})
    save("legacy", module.state_dict(), _use_new_zipfile_serialization=False)
    torch.serialization.set_crc32_options(False)
    save("unchecked", {"w": torch.ones(2)})
    torch.serialization.set_crc32_options(True)
    torch.jit.save(torch.jit.trace(module.eval(), torch.ones(1, 5)), folder / "refused_torchscript.pt")


def read(folder):
    def load(name):
        return torch.load(folder / f"{name}.pt", weights_only=True)

    for name, expected in (("types", types()), ("views", views())):
        found = load(name)
        assert type(found) is dict and list(found) == list(expected), found.keys()
        for key, tensor in expected.items():
            assert found[key].dtype == tensor.dtype and found[key].shape == tensor.shape, key
            bits = [t.contiguous().reshape(-1).view(torch.uint8) for t in (found[key], tensor)]
            assert torch.equal(*bits), key
            assert found[key].untyped_storage().nbytes() == tensor.numel() * tensor.element_size(), key
    assert load("empty") == {}
    module = network(9)
    module.load_state_dict(load("module"), strict=True)
    for name, tensor in network(1).state_dict().items():
        assert torch.equal(module.state_dict()[name], tensor), name


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))
