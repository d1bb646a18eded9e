#!/usr/bin/env python3
"""Seconds that pandas' C reader takes for a CSV, as JSON: {"seconds": ..., "spread": [...]}.

    loading.py CSV [REPEATS]

The peer of app/bench/loading_bench.cpp, which makes the file. The Python that runs this needs
pandas; its start is not counted.
"""

import json
import statistics
import sys
import time

import pandas


def seconds_to_read(path):
    start = time.perf_counter()
    pandas.read_csv(path, engine="c")
    return time.perf_counter() - start


def main():
    path = sys.argv[1]
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    times = sorted(seconds_to_read(path) for _ in range(repeats))
    print(json.dumps({"seconds": statistics.median(times), "spread": [times[0], times[-1]],
                      "pandas": pandas.__version__}))


if __name__ == "__main__":
    main()
