#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits of an ordinary user's containers, kept by the kernel and told on the session bus."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bus"))
from vitrine_bus import (  # noqa: E402
    BIN, CONTAINER, Client, GLib, Helper, MANAGER, ROOT, WORKLOAD, variants, wait_until)

MIB = 1 << 20
CGROUP = pathlib.Path("/sys/fs/cgroup")
# What it has in use is its own: no file cache that could be taken away.
HOG = "dd if=/dev/zero of=/dev/null bs={}M count=1"


class LimitsOfAUser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(dir=os.environ["HOME"])
        cls.addClassCleanup(folder.cleanup)
        cls.bus = types.SimpleNamespace(
            address=os.environ["DBUS_SESSION_BUS_ADDRESS"], folder=pathlib.Path(folder.name))
        cls.helper = Helper(cls.bus)
        cls.addClassCleanup(cls.helper.stop)

    def setUp(self):
        self.client = Client(self.bus)
        self.addCleanup(self.client.close)
        self.addCleanup(self.delete_all)

    def delete_all(self):
        for path, interfaces in self.client.objects().items():
            if WORKLOAD in interfaces:
                self.client.succeed(path, "Delete")

    def run_shell(self, script, **limits):
        return self.client.made({"image": "busybox", "terminal": False, "limits": limits,
                                 "command": ["sh", "-c", script]}, start=True)

    def group(self, path):
        return CGROUP / self.client.get(path, CONTAINER, "Cgroup").lstrip("/")

    def value(self, path, file):
        return (self.group(path) / file).read_text().strip()

    def events(self, path):
        return self.client.get(path, CONTAINER, "LimitEvents")

    def limit_signal(self, path, kind):
        return self.client.wait_for(
            path, f"{CONTAINER}.LimitReached", lambda arguments: arguments[0] == kind)

    def follow(self):
        """`vitrine events`, which has begun: it has told of a container that was there."""
        environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS=self.bus.address)
        events = subprocess.Popen([BIN / "vitrine", "events", "--json", "--since-start"],
                                  stdout=subprocess.PIPE, text=True, env=environment)
        self.addCleanup(events.stdout.close)
        self.addCleanup(events.wait)
        self.addCleanup(events.kill)
        self.assertEqual(json.loads(events.stdout.readline())["event"], "created")
        return events

    def limit_event(self, events, kind):
        for line in events.stdout:
            event = json.loads(line)
            if event["event"] == "limit" and event["kind"] == kind:
                return event
        self.fail(f"no {kind} was told")

    def set_limits(self, path, options=None, **limits):
        """The job of SetLimits, ended."""
        return self.client.finished(self.client.call(path, CONTAINER, "SetLimits", GLib.Variant(
            "(a{sv}a{sv})", (variants(limits), variants(options or {})))))

    # --- delegation --------------------------------------------------------------------------

    def test_systemd_delegates_a_scope(self):
        features = {f["name"]: f for f in self.client.get(ROOT, MANAGER, "Features")}
        for name in ("cgroup-v2", "cgroup-memory", "cgroup-cpu", "cgroup-pids"):
            self.assertTrue(features[name]["available"], features[name])
        path = self.run_shell("exec sleep 1000")
        group = self.group(path)
        self.assertEqual(group.parent.name, "vitrine.scope")
        self.assertIn(f"user@{os.getuid()}.service", str(group))
        launcher = pathlib.Path(f"/proc/{self.helper.launcher()}/cgroup").read_text().strip()
        self.assertTrue(launcher.endswith("/vitrine.scope/launcher"), launcher)

    def test_what_is_not_delegated_says_so(self):
        features = {f["name"]: f for f in self.client.get(ROOT, MANAGER, "Features")}
        if features["cgroup-io"]["available"]:
            self.skipTest("this user has the io controller")
        self.assertIn("not delegated", features["cgroup-io"]["reason"])
        self.assertIn("Delegate=", features["cgroup-io"]["advice"])
        job = self.client.finished(self.client.create(
            {"image": "busybox", "limits": {"ioWeight": 10}}))
        self.assertEqual(job["State"], "failed")
        self.assertIn("limits.ioWeight", job["Error"]["object"])

    def test_containers_stay_when_the_helper_goes(self):
        path = self.run_shell("exec sleep 1000", memory=64 * MIB)
        leader = self.client.get(path, WORKLOAD, "Leader")
        self.helper.stop()
        self.assertTrue(os.path.exists(f"/proc/{leader}"))
        self.helper.start()
        self.assertEqual(self.client.get(path, WORKLOAD, "Leader"), leader)
        self.assertEqual(self.set_limits(path, memory=80 * MIB)["State"], "done")
        self.assertEqual(self.value(path, "memory.max"), str(80 * MIB))

    # --- memory ------------------------------------------------------------------------------

    def test_out_of_memory_kills_is_counted_and_told(self):
        path = self.run_shell(HOG.format(100) + "; exec sleep 1000", memory=32 * MIB, swap=0)
        _, count, details = self.limit_signal(path, "oom-kill")
        self.assertEqual(count, 1)
        self.assertEqual(details["limit"], 32 * MIB)
        self.assertEqual(self.client.get(path, CONTAINER, "OomKills"), 1)
        self.assertEqual(self.events(path)["oomKills"], 1)
        self.assertEqual(self.client.state(path), "running") # the shell went on
        self.assertIn("oom_kill 1", self.value(path, "memory.events"))

    def test_the_end_for_lack_of_memory_has_that_reason(self):
        path = self.run_shell("exec " + HOG.format(100), memory=32 * MIB, swap=0)
        wait_until(lambda: self.client.state(path) == "stopped", "it is killed")
        self.assertEqual(self.client.get(path, WORKLOAD, "ExitReason"),
                         "killed for lack of memory")
        self.assertEqual(self.client.get(path, WORKLOAD, "ExitStatus"), 137)
        self.assertEqual(self.client.get(path, CONTAINER, "OomKills"), 1)
        self.limit_signal(path, "oom-kill")

    def test_with_oom_group_all_end(self):
        path = self.run_shell("sleep 1000 & " + HOG.format(100) + "; exec sleep 1000",
                              memory=32 * MIB, swap=0, oomGroup=True)
        wait_until(lambda: self.client.state(path) == "stopped", "all are killed")
        self.assertEqual(self.client.get(path, WORKLOAD, "ExitReason"),
                         "killed for lack of memory")

    def test_events_tell_which_limit_was_met(self):
        path = self.client.made({"name": "greedy", "image": "busybox", "terminal": False,
            "command": ["sh", "-c", HOG.format(100) + "; bomb() { bomb | bomb & bomb; }; (bomb) & exec sleep 1000"],
            "limits": {"memory": 32 * MIB, "swap": 0, "pids": 16}})
        events = self.follow()
        self.client.succeed(path, "Start")
        event = self.limit_event(events, "oom-kill")
        self.assertEqual((event["name"], event["count"], event["limit"]), ("greedy", 1, 32 * MIB))
        event = self.limit_event(events, "pids-max")
        self.assertEqual((event["name"], event["limit"]), ("greedy", 16))
        self.assertGreater(event["count"], 0)
        self.client.succeed(path, "Stop", timeout=0)

    # --- processors and processes -------------------------------------------------------------

    def test_cpu_max_throttles(self):
        path = self.run_shell("while :; do :; done", cpu=0.1, cpuWeight=50)
        self.assertEqual(self.value(path, "cpu.max"), "10000 100000")
        self.assertEqual(self.value(path, "cpu.weight"), "50")
        def throttled():
            lines = dict(line.split() for line in self.value(path, "cpu.stat").splitlines())
            return int(lines["nr_throttled"])
        wait_until(lambda: throttled() > 2, "it is throttled")
        before = throttled()
        wait_until(lambda: throttled() > before, "it is throttled on and on")

    def test_pids_max_stops_a_fork_bomb(self):
        path = self.run_shell(
            "bomb() { bomb | bomb & bomb; }; (bomb) & exec sleep 1000", pids=16)
        self.limit_signal(path, "pids-max")
        self.assertLessEqual(int(self.value(path, "pids.current")), 16)
        self.assertGreater(self.events(path)["pidsMax"], 0)
        self.client.succeed(path, "Stop", timeout=0)
        self.assertEqual(self.client.state(path), "stopped")

    # --- change while running -----------------------------------------------------------------

    def test_limits_change_while_it_runs(self):
        path = self.run_shell("exec sleep 1000", memory=64 * MIB)
        job = self.set_limits(path, memory=96 * MIB, pids=20, cpu=0.5)
        self.assertEqual(job["State"], "done", job["Error"])
        self.assertEqual([step["state"] for step in job["Steps"]], ["done"] * len(job["Steps"]))
        self.assertEqual(self.value(path, "memory.max"), str(96 * MIB))
        self.assertEqual(self.value(path, "pids.max"), "20")
        self.assertEqual(self.value(path, "cpu.max"), "50000 100000")
        self.assertIn('"pids":20', self.client.get(path, CONTAINER, "Spec"))
        objects = [step["object"] for step in self.client.get(path, CONTAINER, "Steps")]
        self.assertIn("pids.max", objects) # under the hood
        self.assertEqual(self.set_limits(path)["State"], "done")
        for file in ("memory.max", "pids.max"):
            self.assertEqual(self.value(path, file), "max")
        self.client.succeed(path, "Restart")
        self.assertEqual(self.value(path, "memory.max"), "max") # what was set is what it starts with

    def test_less_than_is_in_use_is_refused_and_taken_back(self):
        path = self.run_shell("x=$(head -c 20971520 /dev/zero | tr '\\0' a); echo ready; "
                              "while :; do sleep 1000; done", memory=200 * MIB, swap=0)
        wait_until(lambda: int(self.value(path, "memory.current")) > 21 * MIB, "it has 20 MiB")
        spec = self.client.get(path, CONTAINER, "Spec")
        job = self.set_limits(path, memoryHigh=8 * MIB, memory=8 * MIB, swap=0)
        self.assertEqual(job["State"], "failed")
        self.assertEqual(job["Error"]["name"], "org.vitrine.Error.Busy")
        self.assertEqual(job["Error"]["object"], "limits.memory")
        self.assertIn("undone", [step["state"] for step in job["Steps"]])
        self.assertEqual(self.value(path, "memory.max"), str(200 * MIB))
        self.assertEqual(self.value(path, "memory.high"), "max")
        self.assertEqual(self.client.get(path, CONTAINER, "Spec"), spec)
        self.assertEqual(self.client.state(path), "running")

    def test_a_stopped_one_keeps_what_is_set(self):
        path = self.client.made({"image": "busybox", "command": ["sleep", "1000"]})
        self.assertEqual(self.set_limits(path, pids=9)["State"], "done")
        self.client.succeed(path, "Start")
        self.assertEqual(self.value(path, "pids.max"), "9")

    def test_pause_freezes(self):
        path = self.run_shell("exec sleep 1000")
        self.client.succeed(path, "Pause")
        self.assertEqual(self.value(path, "cgroup.freeze"), "1")
        self.client.succeed(path, "Stop", timeout=0) # a frozen one too
        self.assertEqual(self.client.state(path), "stopped")


if __name__ == "__main__":
    unittest.main(verbosity=2)
