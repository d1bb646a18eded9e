#!/usr/bin/env python3
"""Runs gradus and its peers on the same work, one repetition at a time in turn.

    driver.py --bin DIR --fashion DIR --output DIR [--quick] [--only NAME,…] [--runs N]
              [--device cpu|cuda]

Writes OUTPUT/results.json, table.md, ratios.png and .svg, growth.png and .svg. Ends with 1 when a
peer's loss is not the others'. scripts/bench_peers.sh calls it.
"""

import argparse
import datetime
import importlib.metadata
import json
import os
import pathlib
import sys
import time

import measures
import processes
import report
import workloads

SAME_ORDER = 0.005  # float32 summed in other orders, after one epoch
OWN_ORDER = 0.05    # of the peers that shuffle by themselves, or lose it in their API
PAUSE = 0.02  # seconds until threads of the peer before have stopped to spin
SHUFFLE_THEMSELVES = {"keras", "sklearn"}


class Bench:
    def __init__(self, options):
        self.bin, self.output = options.bin.resolve(), options.output.resolve()
        self.quick = options.quick
        self.runs = options.runs or (3 if options.quick else 11)
        self.runs_of_processes = 2 if options.quick else 5
        self.output.mkdir(parents=True, exist_ok=True)
        from arrays import Arrays  # needs numpy, which the tests of this file do without
        self.arrays = Arrays(self.output / "work", options.fashion, self.bin / "gradus_peer_gradus")

    def log(self, name):
        return self.output / f"{name}.log"

    @staticmethod
    def say(text):
        print(text, flush=True)


def tolerance_of(row):
    same = row.get("tolerance", SAME_ORDER)
    return lambda peer: max(same, OWN_ORDER) if peer in SHUFFLE_THEMSELVES else same


def start_peers(bench, name, row):
    """Those that can run here, and one line for each that cannot."""
    folder = bench.arrays.prepare(name, row["work"])
    peers, failed = [], []
    for peer in row["peers"]:
        where = folder
        if peer == "gradus-one":
            where = bench.arrays.prepare(name + "-one", {**row["work"], "networks": 1})
        try:
            started = processes.Peer(peer, bench.bin, where, row["cores"],
                                     bench.log(f"{name}-{peer}"))
            started.repeat()  # compiles, and touches its memory
            peers.append(started)
        except (processes.PeerFailed, OSError) as problem:
            failed.append(str(problem) or peer)
            bench.say(f"  not measured: {problem}")
    return peers, failed


def rounds(peers, runs):
    """Each round takes every peer once, beginning with another one each time. What counts is a
    peer's second repetition in a row: after waiting, two threads may share a core at first."""
    seconds = {peer.name: [] for peer in peers}
    losses = {}
    for turn in range(runs):
        shift = turn % len(peers)
        for peer in peers[shift:] + peers[:shift]:
            time.sleep(PAUSE)
            peer.repeat()
            answer = peer.repeat()
            seconds[peer.name].append(answer["seconds"])
            losses[peer.name] = answer["loss"]
    return seconds, losses


def measure(bench, name, row):
    peers, failed = start_peers(bench, name, row)
    try:
        idle = processes.idle_share(peers)
        seconds, losses = rounds(peers, bench.runs)
        about = {peer.name: peer.about for peer in peers}
    finally:
        for peer in peers:
            peer.close()
    compared = measures.compare(seconds)
    losses = {peer: loss for peer, loss in losses.items() if loss}
    reference = losses.get("libtorch", losses.get("gradus"))
    checks = row["work"]["kind"] == "train" and reference
    return {**{key: row[key] for key in ("title", "work", "cores", "unit", "scale")},
            "raw": seconds, "losses": losses, "about": about, "idle_share": idle, "failed": failed,
            "compared": compared, "goals": measures.judge(compared, row["goals"]),
            "disagreements": measures.disagreements(losses, reference, tolerance_of(row))
            if checks else []}


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), "unknown")
    names = ("torch", "jax", "keras", "scikit-learn", "numpy", "pandas")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return {"date": datetime.date.today().isoformat(), "processor": model,
            "cores": len(os.sched_getaffinity(0)), "versions": versions}


def write(bench, results, about):
    (bench.output / "results.json").write_text(
        json.dumps({"machine": about, "results": results}, indent=1))
    (bench.output / "table.md").write_text(report.table(results, about))
    if any("compared" in result for result in results.values()):
        report.draw(report.ratio_figure(results), bench.output / "ratios")
    if "growth" in results:
        report.draw(report.growth_figure(results["growth"]), bench.output / "growth")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--fashion", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    return parser.parse_args(arguments)


def selected(only, known):
    names = [name for name in only.split(",") if name] or list(known)
    for name in names:
        if name not in known:
            sys.exit(f"driver.py: unknown work '{name}': expected one of {', '.join(known)}")
    return names


def main(arguments=None):
    options = parse(arguments)
    rows = workloads.gpu_rows() if options.device == "cuda" else workloads.rows()
    from special import SPECIAL
    special = SPECIAL if options.device == "cpu" else {}
    names = selected(options.only, [*rows, *special])
    bench, results, about = Bench(options), {}, machine()
    for name in names:
        bench.say(name)
        results[name] = special[name](bench) if name in special else measure(bench, name, rows[name])
        write(bench, results, about)
    bench.say((bench.output / "table.md").read_text())
    return 1 if any(result.get("disagreements") for result in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
