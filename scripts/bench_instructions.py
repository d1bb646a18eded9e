#!/usr/bin/env python3
"""Counts the instructions of a training step and compares them with the kept counts.

    bench_instructions.py PROGRAM KEPT [--keep]

PROGRAM is gradus_fixed_step, KEPT is scripts/data/instructions.json. Noise does not touch these
counts: a step that got dearer by more than 5 % fails (exit 1). Counts of another compiler, LibTorch
or SIMD level say nothing about ours: then, and without valgrind, it says so and ends with 77.
--keep writes KEPT anew.

Only our own code counts: what MKL runs under valgrind is not what it runs outside of it.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
MORE_IS_A_REGRESSION = 1.05
STEPS = {"mlp": 4, "tiny": 200}
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def skip(why):
    print(f"bench_instructions.py: skipped: {why}")
    sys.exit(SKIPPED)


def counted(program, which, steps):
    """Instructions inside the program itself, without its libraries."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind"
        run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
                              program, which, str(steps)], capture_output=True, text=True,
                             env=ENVIRONMENT)
        if run.returncode != 0:
            skip(f"valgrind: {run.stderr.strip().splitlines()[-1]}")
        return own_instructions(out.read_text(), os.path.realpath(program))


def own_instructions(profile, program):
    """The self cost of all lines below an `ob=` of the program. Lines after `calls=` are the callee's
    inclusive cost and are left out."""
    names, own, total, after_call = {}, False, 0, False
    for line in profile.splitlines():
        match = re.match(r"ob=\((\d+)\)(?: (.*))?$", line)
        if match:
            number, name = match.groups()
            names.setdefault(number, name)
            own = os.path.realpath(names[number] or "") == program
        elif re.match(r"cob=\((\d+)\) (.*)$", line):
            number, name = re.match(r"cob=\((\d+)\) (.*)$", line).groups()
            names.setdefault(number, name)
        elif line.startswith("calls="):
            after_call = True
        elif re.match(r"[+*\-0-9]", line):
            if own and not after_call:
                total += int(line.split()[1])
            after_call = False
    return total


def per_step(program, which):
    steps = STEPS[which]
    return (counted(program, which, 2 * steps) - counted(program, which, steps)) / steps


def build_of(program):
    """What the counts depend on, as the program itself says it."""
    return json.loads(subprocess.run([program, "about"], capture_output=True, text=True, check=True,
                                     env=ENVIRONMENT).stdout)


def compare(kept, now):
    """One line for each step that got dearer than is allowed."""
    return [f"{which}: {now[which]:.0f} instructions a step, kept {kept[which]:.0f}: "
            f"expected at most {MORE_IS_A_REGRESSION - 1:.0%} more; make it cheaper, or keep the new "
            "count with --keep" for which in kept if now[which] > kept[which] * MORE_IS_A_REGRESSION]


def main():
    program, path = sys.argv[1], pathlib.Path(sys.argv[2])
    if shutil.which("valgrind") is None:
        skip("valgrind is not installed")
    build, keep = build_of(program), "--keep" in sys.argv[3:]
    if not keep and not path.exists():
        skip(f"{path} is not there: --keep writes it")
    kept = {} if keep else json.loads(path.read_text())
    if not keep and kept["build"] != build:
        skip(f"the kept counts are of {kept['build']}, this is {build}")
    now = {which: per_step(program, which) for which in STEPS}
    print(json.dumps(now))
    if keep:
        path.write_text(json.dumps({"build": build, "steps": now}, indent=1) + "\n")
        return
    worse = compare(kept["steps"], now)
    print("\n".join(worse))
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
