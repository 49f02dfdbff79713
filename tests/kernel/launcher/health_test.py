#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a container does its work: checks that run in it again and again."""

import os
import pathlib
import time
import unittest

from launcher import PATIENCE, LauncherTest, Refused


class HealthTest(LauncherTest):
    def started(self, *check, command=("sleep", "1000"), **health):
        health = {"command": list(check), "interval": 100, "retries": 2, **health}
        container = self.launcher.create(terminal=False, command=list(command), health=health)
        self.launcher.call("start", container=container)
        return container

    def wait_status(self, container, status):
        return self.wait(container, lambda row: row["health"].get("status") == status)["health"]

    def inside(self, container, *command):
        self.assertEqual(self.launcher.exec(container, *command)[2], 0)

    def test_it_falls_ill_and_recovers(self):
        container = self.started("sh", "-c", "echo looked; test ! -e /ill")
        self.assertEqual(self.row(container)["health"]["status"], "starting")
        self.assertEqual(self.row(container)["watched"], True)
        self.assertEqual(self.wait_status(container, "healthy")["failures"], 0)
        self.inside(container, "touch", "/ill")
        health = self.wait_status(container, "unhealthy")
        self.assertEqual((health["failures"], health["exitStatus"], health["output"]), (2, 1, "looked\n"))
        self.assertEqual(self.row(container)["state"], "running")
        self.inside(container, "rm", "/ill")
        self.wait_status(container, "healthy")
        self.launcher.call("stop", container=container, timeout=0)
        self.assertEqual(self.row(container)["health"], {})

    def test_one_that_does_not_answer_is_killed(self):
        container = self.started("sh", "-c", "trap '' TERM HUP; sleep 1000", timeout=100, retries=1)
        self.assertIn("no answer within 100 ms", self.wait_status(container, "unhealthy")["output"])
        leader = self.row(container)["leader"]
        groups = pathlib.Path(f"/proc/{leader}/root/sys/fs/cgroup/cgroup.procs")
        self.launcher.call("update", container=container, changes={"health": {}})
        deadline = time.monotonic() + PATIENCE
        while len(groups.read_text().split()) > 1:  # only its own sleep is left
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        self.assertEqual(self.row(container)["health"], {})

    def test_a_command_that_does_not_exist(self):
        container = self.started("nonesuch", retries=1)
        health = self.wait_status(container, "unhealthy")
        self.assertEqual(health["exitStatus"], -1)
        self.assertIn("nonesuch", health["output"])

    def test_failures_while_it_starts_do_not_count(self):
        container = self.started("test", "-e", "/ready", startPeriod=86400000, retries=1)
        self.wait(container, lambda row: row["health"]["exitStatus"] == 1)
        self.assertEqual((self.row(container)["health"]["status"], self.row(container)["health"]["failures"]),
                         ("starting", 0))
        self.inside(container, "touch", "/ready")
        self.wait_status(container, "healthy")
        self.inside(container, "rm", "/ready")  # it has started: from now on they do
        self.wait_status(container, "unhealthy")

    def test_unhealthy_ones_are_started_anew(self):
        container = self.started("sh", "-c", "test -e /seen || { touch /seen; exit 1; }", retries=1,
                                 whenUnhealthy="restart")
        leader = self.row(container)["leader"]
        self.wait(container, lambda row: row["state"] == "running" and row["leader"] not in (0, leader))
        self.assertEqual(self.row(container)["restarts"], 1)
        self.wait_status(container, "healthy")

    def test_unhealthy_ones_are_stopped(self):
        container = self.started("false", retries=1, whenUnhealthy="stop")
        self.wait(container, lambda row: row["state"] == "stopped")
        self.launcher.call("list")
        self.assertEqual(self.row(container)["state"], "stopped")

    def test_a_pause_is_no_illness(self):
        container = self.started("true", retries=1)
        self.wait_status(container, "healthy")
        self.launcher.call("pause", container=container)
        time.sleep(0.5)  # some checks
        self.assertEqual(self.row(container)["health"]["status"], "healthy")
        self.launcher.call("resume", container=container)
        self.inside(container, "touch", "/x")
        self.launcher.call("update", container=container, changes={"health": {
            "command": ["test", "!", "-e", "/x"], "interval": 100, "retries": 1}})
        self.wait_status(container, "unhealthy")

    def test_the_next_launcher_goes_on(self):
        container = self.started("true")
        self.wait_status(container, "healthy")
        self.restart_launcher()
        self.wait_status(container, "healthy")

    def test_hundreds_of_checks_leave_nothing(self):
        container = self.started("true")
        self.wait_status(container, "healthy")
        descriptors = f"/proc/{self.launcher.process.pid}/fd"
        before = len(os.listdir(descriptors))
        time.sleep(3)  # some two dozen checks
        self.launcher.call("update", container=container, changes={"health": {}})
        self.launcher.call("list")
        self.assertLessEqual(len(os.listdir(descriptors)), before)

    def test_refusals_name_the_field(self):
        for field, value in (("interval", 99), ("timeout", 86400001), ("retries", 0), ("whenUnhealthy", "cry"),
                             ("command", []), ("command", [""]), ("command", "true"), ("period", 1)):
            with self.subTest(field=field, value=value), self.assertRaises(Refused) as refused:
                self.launcher.create(health={"command": ["true"], field: value})
            self.assertEqual(refused.exception.error["name"], "InvalidSpec")
            self.assertIn(f"health.{field}", refused.exception.error["text"] + refused.exception.error["object"])
        with self.assertRaises(Refused):
            self.launcher.create(health={"interval": 1000})


if __name__ == "__main__":
    unittest.main()
