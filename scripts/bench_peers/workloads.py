"""The works that are compared, who takes part, and what the goals are.

A work is what peers read from work.json:
  kind        train (epochs from the given weights), predict (calls of the forward pass)
  layers      widths from the inputs to the outputs; `activation` between them
  optimizer, rate, batch, rows, epochs, precision, device
  networks    how many of them are trained in one repetition
  calls       forward passes a repetition
Its arrays (float32 inputs and weights, int64 labels and order of examples) lie beside it.
"""

BASE = {"kind": "train", "data": "fashion", "layers": [784, 256, 128, 10], "activation": "relu",
        "optimizer": "adam", "rate": 1e-3, "batch": 128, "rows": 60000, "epochs": 1,
        "precision": "float32", "device": "cpu", "networks": 1, "calls": 1}

TINY = {"data": "moons", "layers": [2, 8, 8, 2], "activation": "tanh", "optimizer": "sgd",
        "rate": 0.1, "batch": 32, "rows": 4096, "epochs": 20}

# Ratios of one run, gradus to the peer.
PEERS = ["gradus", "gradus-eager", "libtorch", "torch-eager", "torch-fused", "torch-compile", "jax",
         "keras", "sklearn", "products"]


def work(**changes):
    return {**BASE, **changes}


def row(title, spec, peers, goals=(), cores=2, **more):
    """`goals`: (peer, the largest ratio gradus / peer). `unit`: seconds are multiplied by `scale`."""
    return {"title": title, "work": spec, "peers": peers, "goals": list(goals), "cores": cores,
            "unit": "s", "scale": 1, **more}


def per_step(spec):
    steps = spec["epochs"] * -(-spec["rows"] // spec["batch"])
    return {"unit": "µs a step", "scale": 1e6 / steps}


def rows():
    tiny = work(**TINY)
    wide = work(layers=[784, 2048, 2048, 10], batch=512, rows=4096)
    return {
        "mlp-adam": row("MLP 784-256-128-10, Adam, an epoch", work(), PEERS,
                        [("jax", 0.80), ("torch-eager", 0.45), ("products", 1.15)]),
        "mlp-adam-1": row("the same on 1 core", work(),
                          [p for p in PEERS if p not in ("sklearn", "torch-compile")],
                          [("jax", 0.92), ("torch-eager", 0.45), ("products", 1.15)], cores=1),
        # With Debian's BLAS it is too slow for all rows in every round.
        "mlp-dlib": row("the same, Adam, 6000 rows, with dlib", work(rows=6000), ["gradus", "dlib"]),
        "mlp-sgd": row("the same, SGD, 2 cores", work(optimizer="sgd", rate=0.1), PEERS,
                       [("jax", 0.80), ("torch-eager", 0.45), ("products", 1.15)]),
        "mlp-bfloat16": row("the same, Adam, bfloat16 (JAX in float32)", work(precision="bfloat16"),
                            ["gradus", "torch-eager", "torch-fused", "jax"], [("jax", 0.60)],
                            tolerance=0.02),
        "tiny": row("MLP 2-8-8-2 tanh, batch 32, SGD, 1 core", tiny,
                    ["gradus", "gradus-eager", "libtorch", "torch-eager", "torch-fused",
                     "torch-compile", "jax"],
                    [("jax", 0.60), ("torch-eager", 1 / 50)], cores=1, **per_step(tiny)),
        "tiny-32": row("32 of them at once", work(**TINY, networks=32), ["gradus", "gradus-one"],
                       [("gradus-one", 8)]),
        "softmax": row("softmax regression 784-10, batch 128, SGD",
                       work(layers=[784, 10], optimizer="sgd", rate=0.01),
                       ["gradus", "gradus-eager", "libtorch", "torch-eager", "torch-fused", "jax",
                        "keras"], [("jax", 0.60)]),
        "wide": row("MLP 784-2048-2048-10, batch 512, 4096 rows", wide,
                    ["gradus", "gradus-eager", "libtorch", "torch-eager", "torch-fused", "jax",
                     "products"], [("products", 1.10)]),
        "predict-1": row("predict one row, 1 core", work(kind="predict", rows=1, calls=1000),
                         ["gradus", "libtorch", "torch-eager", "jax", "keras", "sklearn"],
                         [("torch-eager", 0.10)], cores=1, unit="µs", scale=1e3),
        "predict-10000": row("predict 10000 rows", work(kind="predict", rows=10000, calls=5),
                             ["gradus", "libtorch", "torch-eager", "jax", "keras", "sklearn",
                              "products"], [("products", 1.15)], unit="ms", scale=200),
    }


def gpu_rows():
    peers = ["gradus", "torch-eager", "torch-fused", "torch-graph", "torch-reduce-overhead"]
    # Several epochs, since gradus captures its graph within each repetition.
    gpu = {"device": "cuda", "epochs": 5}
    own_order = {"tolerance": 0.05}  # gradus draws it on the card
    return {
        "gpu-mlp": row("MLP 784-256-128-10, Adam, 5 epochs, GPU", work(**gpu), peers, **own_order),
        "gpu-softmax": row("softmax regression 784-10, SGD, 5 epochs, GPU",
                           work(layers=[784, 10], optimizer="sgd", rate=0.01, **gpu), peers,
                           **own_order),
        "gpu-wide": row("MLP 784-2048-2048-10, batch 512, 5 epochs, GPU",
                        work(layers=[784, 2048, 2048, 10], batch=512, **gpu), peers, **own_order),
    }


# For the time to an accuracy every peer takes whichever of these is its fastest.
RECIPES = [{"batch": batch, "rate": rate}
           for batch in (128, 256, 512) for rate in (1e-3, 2e-3)]
ACCURACY = {"goal": 0.89, "peers": ["gradus", "torch-eager", "torch-fused", "jax", "keras"],
            "goals": [("torch-eager", 0.5), ("keras", 0.5)], "work": work(epochs=30)}

GROWTH = {
    "width": [work(layers=[784, w, w, 10], rows=8192) for w in (16, 32, 64, 128, 256, 512, 1024)],
    "depth": [work(layers=[784, *[256] * d, 10], rows=8192) for d in (1, 2, 3, 4, 6, 8, 12)],
    "batch": [work(batch=b, rows=16384) for b in (8, 16, 32, 64, 128, 256, 512, 1024)],
    "rows": [work(rows=r) for r in (1000, 2000, 4000, 8000, 16000, 32000, 60000)],
    "threads": [work(rows=16384)],
}
