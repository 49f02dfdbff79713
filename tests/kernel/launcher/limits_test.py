#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits where the kernel has no controller to keep them: each is refused with its reason, nothing
changes. Where they are kept: tests/lab/limits_*_test.py."""

import os
import pathlib
import subprocess
import unittest

from launcher import LauncherTest, Refused, wait_until

CGROUP = pathlib.Path("/sys/fs/cgroup")
MIB = 1 << 20


class LimitsTest(LauncherTest):
    def sleeper(self):
        container = self.launcher.create(command=["sleep", "1000"], terminal=False)
        self.launcher.call("start", container=container)
        return container

    def refusal(self, container, **limits):
        with self.assertRaises(Refused) as refused:
            self.launcher.call("limits", container=container, limits=limits)
        self.assertEqual(self.launcher.containers[container]["spec"]["limits"], {})
        return refused.exception.error

    def missing(self):
        """A field whose controller is not here, and one of its values."""
        there = (CGROUP / "cgroup.controllers").read_text().split()
        for controller, limit in (("memory", {"memory": 64 * MIB}), ("pids", {"pids": 9}),
                                  ("cpu", {"cpuWeight": 9})):
            if controller not in there:
                return limit
        self.skipTest("this kernel has all controllers: see the lab")

    def test_a_limit_that_cannot_be_kept_is_refused_running_or_not(self):
        limit = self.missing()
        running, stopped = self.sleeper(), self.launcher.create(name="stopped")
        for container in (running, stopped):
            error = self.refusal(container, **limit)
            self.assertEqual((error["name"], error["object"]),
                             ("NotSupported", "limits." + next(iter(limit))), error)
            self.assertIn("controller", error["text"])
        self.assertEqual(self.launcher.containers[running]["state"], "running")

    def test_bad_values_name_their_field(self):
        container = self.sleeper()
        for field, value in (("memory", 1), ("pids", 0), ("cpus", "3-1"), ("speed", 1),
                             ("io", {"/etc/passwd": {"readBytes": 1}})):
            error = self.refusal(container, **{field: value})
            self.assertEqual(error["name"], "InvalidSpec", error)
            self.assertTrue(error["object"].startswith("limits." + field), error)
        with self.assertRaises(Refused) as refused:
            self.launcher.call("limits", container="0" * 16, limits={})
        self.assertEqual(refused.exception.error["name"], "NotFound")

    def test_no_limits_are_no_change(self):
        container = self.sleeper()
        before = self.launcher.call("steps", container=container)["steps"]
        self.launcher.call("limits", container=container, limits={})
        self.assertEqual(self.launcher.call("steps", container=container)["steps"], before)

    def test_stop_kills_the_whole_group(self):
        container = self.sleeper()
        stranger = subprocess.Popen(["sleep", "1000"]) # not of its pid namespace
        group = CGROUP / self.launcher.containers[container]["cgroup"].lstrip("/")
        (group / "cgroup.procs").write_text(str(stranger.pid))
        self.launcher.call("stop", container=container, timeout=0)
        self.assertEqual(stranger.wait(60), -9)


class DelegatedTest(LauncherTest):
    """A group that was left to the launcher, as systemd leaves its unit's."""
    GROUP = CGROUP / "unit"
    wrapper = ["sh", "-c", f'echo $$ > {GROUP}/cgroup.procs && exec "$0" "$@"']

    def setUp(self):
        self.GROUP.mkdir()
        self.addCleanup(self.GROUP.rmdir)
        self.addCleanup((self.GROUP / "launcher").rmdir)
        os.setxattr(self.GROUP, "user.delegate", b"1")
        super().setUp()

    def end(self):
        super().end()
        wait_until(lambda: not (self.GROUP / "launcher/cgroup.procs").read_text(), "all have gone")

    def test_none_of_its_processes_stays_where_controllers_are_to_be(self):
        self.assertEqual((self.GROUP / "cgroup.procs").read_text(), "")
        here = (self.GROUP / "launcher/cgroup.procs").read_text().split()
        self.assertIn(str(self.launcher.process.pid), here)
        self.assertGreaterEqual(len(here), 2)  # and the one that lets go of roots
        container = self.launcher.create(command=["sleep", "1000"], terminal=False)
        self.launcher.call("start", container=container)
        self.assertEqual(self.row(container)["cgroup"], f"/unit/vitrine-{container}")
        self.assertEqual((self.GROUP / "cgroup.procs").read_text(), "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
