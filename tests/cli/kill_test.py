"""A training that is killed at any moment, writes included, ends bit for bit where one that was not ends."""
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import time
import unittest

from support import GRADUS, CliTest, main

KILLS = int(os.environ.get("GRADUS_KILLS", "200"))
# Saved every few milliseconds, so that most kills meet a write.
EVERY = ["--checkpoint-every", "0.004s", "--no-figures", "--quiet"]
TRAININGS = [
    ["--data", "digits", "--model", "mlp:hidden=32,dropout=0.1", "--epochs", "40"],
    ["--data", "digits", "--model", "mlp:hidden=24,normalization=batch", "--engine", "eager", "--optimizer",
     "sgd:momentum=0.9", "--lr", "0.05", "--epochs", "12"],
    ["--data", "iris", "--model", "mlp:hidden=8", "--optimizer", "rmsprop", "--epochs", "400"],
    ["--data", "digits", "--model", "mlp:hidden=24", "--epochs", "12", "--schedule", "one-cycle", "--ema", "0.9",
     "--early-stopping", "3", "--accumulate", "3", "--clip-norm", "1", "--mixup", "0.2", "--noise", "0.1",
     "--label-smoothing", "0.1", "--weight-decay-on", "weights", "--optimizer", "adamw"],
    ["--data", "digits", "--model", "softmax", "--schedule", "plateau:patience=1", "--balanced-sampling",
     "--early-stopping", "2", "--monitor", "accuracy", "--epochs", "30", "--precision", "float64"],
    ["--data", "my.csv", "--target", "petal_width_cm", "--task", "regression", "--metrics", "mse,mae,r2", "--ignore",
     "species", "--optimizer", "adagrad", "--epochs", "400"],
]


def tensors(path):
    """Bytes by name; what differs by nature (seconds) is left out."""
    data = path.read_bytes()
    length, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    result = {}
    for name, entry in header.items():
        if name in ("__metadata__", "trainer.seconds"):
            continue
        begin, end = entry["data_offsets"]
        value = data[8 + length + begin:8 + length + end]
        if name == "history.numbers":
            columns = entry["shape"][1]
            numbers = list(struct.unpack(f"<{len(value) // 8}d", value))
            del numbers[3::columns]  # seconds
            value = struct.pack(f"<{len(numbers)}d", *numbers)
        result[name] = value
    return result


def history(run):
    """history.csv without its columns of time."""
    rows = [line.split(",") for line in (run / "history.csv").read_text().splitlines()]
    keep = [i for i, name in enumerate(rows[0]) if "second" not in name]
    return [[row[i] for i in keep] for row in rows]


class KillTest(CliTest):
    def end_of(self, run):
        last = sorted((run / "checkpoints").glob("epoch-*"))[-1]
        return {"name": last.name, "training": tensors(last / "training.safetensors"),
                "checkpoint": tensors(last / "model.safetensors"), "model": tensors(run / "model.safetensors"),
                "history": history(run)}

    def run_folder(self, name):
        return next(iter((self.folder / "runs").glob(f"*-{name}")), None)

    def start(self, arguments, seconds):
        """Runs for that long and kills; true when it ended before that."""
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        with open(self.folder / "stderr.txt", "wb") as log:
            process = subprocess.Popen([GRADUS, "train", *arguments], cwd=self.folder, env=environment,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                return False
        self.assertEqual(code, 0, (self.folder / "stderr.txt").read_text())
        return True

    def resumable(self, name):
        run = self.run_folder(name)
        if run is None or (run / "config.toml").exists():
            return run
        shutil.rmtree(run)  # killed before it could say what it trains: begun again, in another folder
        return None

    def test_kills(self):
        seed = int(time.time())
        chance = random.Random(seed)
        ends, durations = [], []
        for index, arguments in enumerate(TRAININGS):
            begin = time.monotonic()
            self.assertTrue(self.start([*arguments, *EVERY, "--name", f"whole{index}"], 120))
            durations.append(time.monotonic() - begin)
            ends.append(self.end_of(self.run_folder(f"whole{index}")))
        kills = trials = 0
        while kills < KILLS:
            index = trials % len(TRAININGS)
            name, trials = f"killed{trials}", trials + 1
            while True:
                run = self.resumable(name)
                arguments = (["--resume", run, "--quiet"] if run else
                             [*TRAININGS[index], *EVERY, "--name", name])
                seconds = chance.uniform(0.6 * (durations[index] - 0.3), durations[index])
                if self.start(list(map(str, arguments)), max(seconds, 0.05)):
                    break
                kills += 1
            run = self.run_folder(name)
            self.assertEqual(self.end_of(run), ends[index], f"seed {seed}, {name} of {TRAININGS[index]}")
            leftovers = [p for p in run.rglob(".*") if p.name != ".lock"]
            self.assertEqual(leftovers, [], f"seed {seed}")
        print(f"{kills} kills in {trials} trainings, seed {seed}: all ends equal to the bit")


if __name__ == "__main__":
    main()
