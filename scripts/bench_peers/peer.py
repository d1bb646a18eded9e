"""What the Python peers share: the work, its arrays, and the protocol.

A peer answers each line that it reads with one line of JSON, so that the driver can keep many of
them alive and take their repetitions in turn. See app/bench/peers/peer_work.h for the C++ side.
"""

import json
import os
import pathlib
import sys
import time

import numpy


class Work:
    """work.json's fields as attributes, and the arrays beside it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.__dict__.update(json.loads((self.folder / "work.json").read_text()))

    def array(self, name, kind=numpy.float32):
        return numpy.fromfile(self.folder / f"{name}.bin", kind)

    def rows_of(self, name):
        return self.array(name).reshape(-1, self.layers[0])

    def labels_of(self, name):
        return self.array(name, numpy.int64)

    def order(self):
        return self.array("order", numpy.int64).reshape(self.epochs, self.rows)

    def weights(self):
        """(weight [out, in], bias [out]) of each layer."""
        flat, start, layers = self.array("weights"), 0, []
        for inputs, outputs in zip(self.layers, self.layers[1:]):
            end = start + inputs * outputs
            layers.append((flat[start:end].reshape(outputs, inputs), flat[end:end + outputs]))
            start = end + outputs
        return layers


def serve(about, repetition):
    """`repetition` returns seconds and the mean loss of its last epoch."""
    print(json.dumps(about), flush=True)
    for _ in sys.stdin:
        seconds, loss = repetition()
        print(json.dumps({"seconds": seconds, "loss": float(loss)}), flush=True)


def timed(function, *arguments):
    """Seconds and the result."""
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def arguments():
    """FOLDER THREADS VARIANT [SAVE_TO ACCURACY]: the work, threads, variant, and the latter two."""
    folder, threads, variant = sys.argv[1:4]
    save_to, goal = sys.argv[4:6] if len(sys.argv) > 5 else (None, "0")
    return Work(folder), int(threads), variant, save_to, float(goal)


def limit_threads(threads):
    """For libraries that read it at their import."""
    os.environ["OMP_NUM_THREADS"] = str(threads)


def report_reached(accuracy, epochs):
    print(json.dumps({"accuracy": float(accuracy), "epochs": epochs}), flush=True)
