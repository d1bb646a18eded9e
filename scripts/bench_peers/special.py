"""The works that are no plain rounds of repetitions: whole processes, growth, steadiness, loading."""

import json
import os
import statistics
import subprocess
import sys
import tempfile

import measures
import processes
import workloads

BURNER = ("import time\n"
          "while True:\n"
          "    end = time.perf_counter() + 0.005\n"
          "    while time.perf_counter() < end: pass\n"
          "    time.sleep(0.005)\n")


def whole_process(bench, folder, peer, goal, cores=2):
    with tempfile.TemporaryDirectory() as saved:
        command = processes.command_of(peer, bench.bin, folder, cores, saved + "/model", goal)
        return processes.run_once(command, cores)


def fastest_recipe(bench, peer):
    """The recipe with which this peer reaches the accuracy soonest, of one run each."""
    times = {}
    for recipe in workloads.RECIPES[:2 if bench.quick else None]:
        name = f"accuracy-{recipe['batch']}-{recipe['rate']}"
        folder = bench.arrays.prepare(name, {**workloads.ACCURACY["work"], **recipe})
        run = whole_process(bench, folder, peer, workloads.ACCURACY["goal"])
        bench.say(f"  {peer} {recipe}: {run['seconds']:.2f} s, {run['said']}")
        if json.loads(run["said"])["accuracy"] >= workloads.ACCURACY["goal"]:
            times[name] = run["seconds"]
    if not times:
        raise processes.PeerFailed(f"{peer}: no recipe reached {workloads.ACCURACY['goal']}")
    return min(times, key=times.get)


def accuracy(bench):
    """Seconds from process start to the saved model, each peer with its own best recipe."""
    peers = workloads.ACCURACY["peers"]
    recipes = {peer: fastest_recipe(bench, peer) for peer in peers}
    seconds = {peer: [] for peer in peers}
    for _ in range(bench.runs_of_processes):
        for peer in peers:
            run = whole_process(bench, bench.arrays.root / recipes[peer], peer,
                                workloads.ACCURACY["goal"])
            seconds[peer].append(run["seconds"])
    compared = measures.compare(seconds)
    return {"title": "to 89 % test accuracy, process start to saved model", "unit": "s", "scale": 1,
            "recipes": recipes, "raw": seconds, "compared": compared,
            "goals": measures.judge(compared, workloads.ACCURACY["goals"])}


def start(bench):
    """Process start, one step of the MLP, a saved model; the least is a bare start of LibTorch."""
    folder = bench.arrays.prepare("start", workloads.work(rows=128, test_rows=128, epochs=1))
    peers = ["gradus", "torch-eager", "jax", "keras"]
    seconds = {peer: [] for peer in ["bare LibTorch", *peers]}
    memory = {peer: [] for peer in seconds}
    for _ in range(bench.runs_of_processes):
        for peer in seconds:
            run = (processes.run_once([bench.bin / "gradus_bare_start"], 2)
                   if peer == "bare LibTorch" else whole_process(bench, folder, peer, 0))
            seconds[peer].append(run["seconds"])
            memory[peer].append(run["memory_mb"])
    compared = measures.compare(seconds)
    in_memory = measures.compare(memory)
    return {"title": "process start to the first step", "unit": "s", "scale": 1, "raw": seconds,
            "compared": compared, "memory_mb": memory, "memory": in_memory,
            "goals": measures.judge(compared, [("bare LibTorch", 1.5)]),
            "memory_goals": measures.judge(in_memory, [("bare LibTorch", 1.5)])}


def steady(bench):
    """The slowest of 20 epochs against the median, alone and beside half a core of other work."""
    result = {"title": "slowest of 20 epochs / median", "unit": "", "scale": 1, "raw": {}, "goals": []}
    folder = bench.arrays.prepare("steady", workloads.work())
    for condition in ("alone", "beside half a core"):
        peer = processes.Peer("gradus", bench.bin, folder, 2, bench.log("steady"))
        burner = subprocess.Popen([sys.executable, "-S", "-c", BURNER]) if condition != "alone" else None
        try:
            peer.repeat()
            seconds = [peer.repeat()["seconds"] for _ in range(20)]
        finally:
            if burner:
                burner.kill()
                burner.wait()
            peer.close()
        ratio = measures.steadiness(seconds)
        result["raw"][condition] = seconds
        result["goals"].append({"peer": f"median, {condition}", "at_most": 1.2, "ratio": ratio,
                                "met": ratio <= 1.2})
    return result


def growth(bench):
    """Seconds and multiply-adds of ever larger works: {axis: [{at, seconds, operations}]}."""
    result = {"title": "growth", "points": {}}
    for axis, works in workloads.GROWTH.items():
        settings = [(spec, cores) for spec in works
                    for cores in ((1, 2) if axis == "threads" else (2,))
                    if cores <= os.cpu_count()]
        result["points"][axis] = [growth_point(bench, axis, spec, cores) for spec, cores in settings]
        bench.say(f"  {axis}: " + ", ".join(f"{p['at']} {p['seconds']:.3f} s"
                                            for p in result["points"][axis]))
    return result


def growth_point(bench, axis, spec, cores):
    folder = bench.arrays.prepare("growth", spec)
    seconds = {}
    for name in ("gradus", "products"):
        peer = processes.Peer(name, bench.bin, folder, cores, bench.log("growth"))
        peer.repeat()
        seconds[name] = statistics.median(peer.repeat()["seconds"] for _ in range(3))
        peer.close()
    layers = spec["layers"]
    weights = [a * b for a, b in zip(layers, layers[1:])]
    at = {"width": layers[1], "depth": len(layers) - 2, "batch": spec["batch"],
          "rows": spec["rows"], "threads": cores}[axis]
    return {"at": at, "seconds": seconds["gradus"], "products": seconds["products"],
            "operations": 2 * spec["rows"] * (3 * sum(weights) - weights[0])}


def loading(bench):
    """app/bench/loading_bench.cpp and pandas' C reader on the same CSV."""
    csv = bench.output / "million.csv"
    command = [bench.bin / "gradus_loading_bench", csv, "--benchmark_format=json",
               "--benchmark_repetitions=5", "--benchmark_enable_random_interleaving=true",
               "--benchmark_report_aggregates_only=true"]
    ours = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    pandas = json.loads(subprocess.run([sys.executable, processes.HERE / "loading.py", csv],
                                       check=True, capture_output=True, text=True).stdout)
    medians = {entry["run_name"]: entry["real_time"] for entry in ours["benchmarks"]
               if entry.get("aggregate_name") == "median"}
    return {"title": "loading", "medians": medians, "unit_of_medians": ours["benchmarks"][0]["time_unit"],
            "pandas": pandas}


SPECIAL = {"accuracy": accuracy, "start": start, "steady": steady, "growth": growth,
           "loading": loading}
