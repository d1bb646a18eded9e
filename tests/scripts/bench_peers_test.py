"""scripts/bench_peers: what repetitions say, peers as processes, and the report; without PyTorch,
JAX and the like."""
import json
import math
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

from skeleton import PROJECT

sys.path[:0] = [str(PROJECT / "scripts/bench_peers"), str(PROJECT / "scripts")]
import bench_instructions
import driver
import measures
import processes
import report
import workloads

PEER = """
import json, sys
print(json.dumps({"version": "1"}), flush=True)
for count, line in enumerate(sys.stdin):
    print(json.dumps({"seconds": 0.5 + count, "loss": 0.25}), flush=True)
"""


class MeasuresTest(unittest.TestCase):
    def test_ratios_are_taken_within_a_round(self):
        # A machine that is twice as slow in the second round changes no ratio.
        compared = measures.compare({"gradus": [1, 2, 1.5], "jax": [2, 4, 2]})
        self.assertEqual(compared["jax"]["ratio"],
                         {"median": 0.5, "min": 0.5, "max": 0.75, "count": 3})
        self.assertEqual(compared["jax"]["seconds"]["median"], 2)

    def test_rounds_that_are_not_whole_are_refused(self):
        with self.assertRaisesRegex(ValueError, "1 and 2 repetitions"):
            measures.ratios([1], [1, 2])

    def test_a_peer_with_another_loss_is_named(self):
        tolerance = {"near": 0.01, "far": 0.01, "nan": 0.01, "loose": 0.5}.get
        lines = measures.disagreements({"near": 1.005, "far": 1.02, "nan": math.nan, "loose": 1.4},
                                       1, tolerance)
        self.assertEqual([line.split(":")[0] for line in lines], ["far", "nan"])

    def test_goals_of_peers_that_did_not_run_are_left_out(self):
        compared = measures.compare({"gradus": [1], "jax": [1.25]})
        judged = measures.judge(compared, [("jax", 0.8), ("keras", 0.1)])
        self.assertEqual(judged, [{"peer": "jax", "at_most": 0.8, "ratio": 0.8, "met": True}])
        self.assertFalse(measures.judge(compared, [("jax", 0.79)])[0]["met"])

    def test_steadiness_is_the_slowest_run_against_the_median(self):
        self.assertEqual(measures.steadiness([1, 1, 1, 3, 1]), 3)


class ProcessesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gradus bench ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        commands = unittest.mock.patch.dict(processes.COMMANDS)
        commands.start()
        self.addCleanup(commands.stop)

    def peer(self, name, program):
        processes.COMMANDS[name] = (lambda bin: [sys.executable, "-c", program], "auto")
        return processes.Peer(name, self.folder, self.folder, 1, self.folder / "log")

    def test_every_round_takes_each_peers_second_repetition(self):
        peers = [self.peer("ours", PEER), self.peer("theirs", PEER)]
        seconds, losses = driver.rounds(peers, 3)
        for peer in peers:
            peer.close()
            self.assertEqual(peer.process.returncode, 0)
        self.assertEqual(seconds, {"ours": [1.5, 3.5, 5.5], "theirs": [1.5, 3.5, 5.5]})
        self.assertEqual(losses, {"ours": 0.25, "theirs": 0.25})

    def test_a_peer_that_cannot_start_is_one_line(self):
        with self.assertRaises(processes.PeerFailed) as caught:
            self.peer("broken", "raise SystemExit('no such library')")
        self.assertEqual(str(caught.exception), "broken: no such library")

    def test_a_program_runs_once_with_its_memory(self):
        run = processes.run_once([sys.executable, "-S", "-c", "x = bytearray(80_000_000); print(7)"], 1)
        self.assertEqual(run["said"], "7")
        self.assertGreater(run["memory_mb"], 80)
        self.assertLess(run["memory_mb"], 160)
        self.assertGreater(run["seconds"], 0)


class ReportTest(unittest.TestCase):
    MACHINE = {"date": "2026-01-02", "processor": "A", "cores": 2, "versions": "torch 1"}

    def result(self):
        compared = measures.compare({"gradus": [0.001, 0.002], "jax": [0.002, 0.002]})
        return {"title": "a work", "unit": "ms", "scale": 1000, "compared": compared,
                "goals": measures.judge(compared, [("jax", 0.7)]), "failed": ["dlib: not built"],
                "disagreements": []}

    def test_the_table_has_medians_ratios_goals_and_what_is_missing(self):
        text = report.table({"mlp": self.result()}, self.MACHINE)
        self.assertIn("2026-01-02: A, 2 cores; torch 1", text)
        self.assertIn("| gradus | 1.5 | 1 |  |", text)
        self.assertIn("| jax | 2 | 0.75 (0.50..1.00) | ≤ 0.7 ✗ |", text)
        self.assertIn("not measured: dlib: not built", text)

    def test_results_are_json(self):
        self.assertEqual(json.loads(json.dumps(self.result()))["compared"]["jax"]["ratio"]["max"], 1)

    def test_a_figure_has_a_bar_for_each_peer(self):
        self.assertIn("0.75 0 0.5 1.0", report.ratio_figure({"mlp": self.result()}))


class WorkloadsTest(unittest.TestCase):
    def test_every_peer_is_known_and_every_goal_names_one_that_takes_part(self):
        for name, row in {**workloads.rows(), **workloads.gpu_rows()}.items():
            with self.subTest(name):
                self.assertLessEqual(set(row["peers"]), set(processes.COMMANDS))
                self.assertLessEqual({peer for peer, _ in row["goals"]}, set(row["peers"]))

    def test_an_unknown_work_lists_the_known(self):
        with self.assertRaisesRegex(SystemExit, "unknown work 'x': expected one of mlp, tiny"):
            driver.selected("x", ["mlp", "tiny"])


PROFILE = """ob=(1) /bin/true
fl=(1)
fn=(1) main
10 5
+2 7
cob=(2) /lib/libc.so.6
cfn=(2)
calls=1 3
11 900
12 1
ob=(2)
fn=(2)
3 800
ob=(1)
fn=(3)
* 4
"""


class InstructionsTest(unittest.TestCase):
    def test_only_the_programs_own_lines_count(self):
        program = str(pathlib.Path("/bin/true").resolve())
        self.assertEqual(bench_instructions.own_instructions(PROFILE, program), 5 + 7 + 1 + 4)

    def test_more_than_five_percent_is_a_regression(self):
        self.assertEqual(bench_instructions.compare({"mlp": 100, "tiny": 100},
                                                    {"mlp": 105, "tiny": 90}), [])
        self.assertEqual(len(bench_instructions.compare({"mlp": 100}, {"mlp": 106})), 1)


if __name__ == "__main__":
    unittest.main()
