"""Runs a program to its end and prints seconds, peak memory in MB and its last line as JSON.

A process of its own, because a child's peak memory starts at that of the process that starts it.
"""

import json
import os
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
output = process.stdout.read()
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - start
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({"seconds": seconds, "memory_mb": usage.ru_maxrss / 1024,
                  "said": (output.strip().splitlines() or [""])[-1]}))
sys.exit(1 if process.returncode else 0)
