"""Peers as processes that stay alive and answer one repetition at a time."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TICKS = os.sysconf("SC_CLK_TCK")


class PeerFailed(Exception):
    """In one line: which peer, and the last line that it wrote."""


def python_peer(name, variant):
    return lambda bin: [sys.executable, str(HERE / f"{name}_peer.py")], variant


def program(name, variant="auto"):
    return lambda bin: [str(bin / f"gradus_peer_{name}")], variant


COMMANDS = {
    "gradus": program("gradus"),
    "gradus-eager": program("gradus", "eager"),
    "gradus-one": program("gradus"),
    "libtorch": program("libtorch"),
    "products": program("products"),
    "dlib": program("dlib"),
    "torch-eager": python_peer("torch", "eager"),
    "torch-fused": python_peer("torch", "fused"),
    "torch-compile": python_peer("torch", "compile"),
    "torch-graph": python_peer("torch", "graph"),
    "torch-reduce-overhead": python_peer("torch", "reduce-overhead"),
    "jax": python_peer("jax", "scan"),
    "keras": python_peer("keras", "fit"),
    "sklearn": python_peer("sklearn", "mlp"),
}


def command_of(peer, bin, folder, cores, *more):
    """Pinned to its cores: frameworks without a thread count of their own look at them."""
    make, variant = COMMANDS[peer]
    pinned = ["taskset", "-c", "0" if cores == 1 else f"0-{cores - 1}"]
    return [*pinned, *make(bin), str(folder), str(cores), variant, *map(str, more)]


def environment(cores):
    threads = {name: str(cores) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS",
                                             "OPENBLAS_NUM_THREADS")}
    return {**os.environ, **threads}


class Peer:
    def __init__(self, name, bin, folder, cores, log):
        self.name = name
        self.log = open(log, "w+", encoding="utf-8")
        self.process = subprocess.Popen(command_of(name, bin, folder, cores), text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log, env=environment(cores))
        self.about = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        try:
            return json.loads(line)
        except json.JSONDecodeError:
            self.process.stdin.close()
            self.process.wait()  # what ended it is in the log by then
            self.log.seek(0)
            last = (self.log.read().strip().splitlines() or [line.strip() or "no answer"])[-1]
            self.close()
            raise PeerFailed(f"{self.name}: {last}") from None

    def repeat(self):
        try:
            self.process.stdin.write("run\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended: `answer` says why
        return self.answer()

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def close(self):
        for stream in (self.process.stdin, self.process.stdout, self.log):
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        self.process.wait()


def idle_share(peers, seconds=0.5):
    """The share of a core that peers burn while they wait: spinning threads would disturb others."""
    time.sleep(0.3)
    before = sum(peer.cpu_seconds() for peer in peers)
    time.sleep(seconds)
    return (sum(peer.cpu_seconds() for peer in peers) - before) / seconds


def run_once(command, cores):
    """Runs a program to its end: see once.py."""
    answer = subprocess.run([sys.executable, "-S", str(HERE / "once.py"), *map(str, command)],
                            capture_output=True, text=True, env=environment(cores))
    if answer.returncode != 0:
        last = (answer.stderr.strip().splitlines() or ["no message"])[-1]
        raise PeerFailed(f"{command}: {last}")
    return json.loads(answer.stdout)
