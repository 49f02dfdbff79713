#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows the end of a container: restart policies, with launchers that are killed on the way."""

import os
import shutil
import signal
import time
import unittest

from launcher import LauncherTest, Refused, wait_until


class RestartTest(LauncherTest):
    def started(self, *command, **spec):
        container = self.launcher.create(terminal=False, command=list(command), **spec)
        self.launcher.call("start", container=container)
        return container

    def kill_payload(self, container):
        """End it from outside; returns when it has gone."""
        leader = self.row(container)["leader"]
        os.kill(leader, signal.SIGKILL)
        while os.path.exists(f"/proc/{leader}"):
            time.sleep(0.01)

    # --- the policies ------------------------------------------------------------------------

    def test_on_failure_is_tried_as_often_as_it_says(self):
        container = self.started("sh", "-c", "echo run >> /runs; exit 3", restart="on-failure:3")
        row = self.wait(container, lambda row: row["state"] == "stopped")
        self.assertEqual((row["restarts"], row["exitStatus"], row["nextTry"]), (3, 3, 0))
        upper = self.base / "data/containers" / container / "upper"
        self.assertEqual((upper / "runs").read_text(), "run\n" * 4)

    def test_on_failure_leaves_a_good_end_alone(self):
        container = self.started("true", restart="on-failure")
        self.launcher.wait_state(container, "stopped")
        self.restart_launcher()
        self.assertEqual((self.row(container)["state"], self.row(container)["restarts"]), ("stopped", 0))

    def test_always_waits_twice_as_long_each_time(self):
        container = self.started("true", restart="always")
        delays = []
        for count in range(3):
            row = self.wait(container, lambda row: row["state"] == "restarting" and row["restarts"] == count)
            delays.append((row["nextTry"] - row["finished"]) / 1000)
            self.assertTrue(row["watched"])
        self.assertTrue(all(100 << i <= delay < (100 << i) + 90 for i, delay in enumerate(delays)), delays)

    def test_a_container_that_is_stopped_stays_stopped(self):
        for policy in ("always", "unless-stopped", "on-failure"):
            with self.subTest(policy):
                container = self.started("sleep", "1000", restart=policy)
                self.launcher.call("stop", container=container, timeout=0)
                self.assertEqual(self.row(container)["state"], "stopped")
                self.restart_launcher()
                self.assertEqual(self.row(container)["state"], "stopped")

    def test_stopping_one_that_waits(self):
        container = self.started("false", restart="always")
        self.wait(container, lambda row: row["state"] == "restarting" and row["restarts"] > 2)
        self.launcher.call("stop", container=container)
        self.assertEqual((self.row(container)["state"], self.row(container)["nextTry"]), ("stopped", 0))
        self.restart_launcher()
        self.assertEqual(self.row(container)["state"], "stopped")

    def test_starting_and_deleting_one_that_waits(self):
        container = self.started("sh", "-c", "test -e /stay && exec sleep 1000; false", restart="always")
        self.wait(container, lambda row: row["state"] == "restarting" and row["restarts"] > 2)
        (self.base / "data/containers" / container / "upper/stay").touch()
        self.launcher.call("start", container=container)
        row = self.wait(container, lambda row: row["state"] == "running")
        self.assertEqual(row["restarts"], 0)
        other = self.started("false", restart="always")
        self.wait(other, lambda row: row["state"] == "restarting")
        self.launcher.call("delete", container=other)
        self.assertEqual(os.listdir(self.base / "data/containers"), [container])

    def test_a_policy_is_changed_while_it_runs(self):
        container = self.started("sleep", "1000")
        leader = self.row(container)["leader"]
        self.launcher.call("update", container=container, changes={"restart": "always"})
        self.assertEqual(self.row(container)["pending"], [])
        os.kill(leader, signal.SIGKILL)
        self.wait(container, lambda row: row["state"] == "running" and row["leader"] not in (0, leader))
        self.launcher.call("update", container=container, changes={"restart": "no"})
        self.kill_payload(container)
        self.launcher.wait_state(container, "stopped")

    def test_a_start_that_somebody_asked_for_and_that_fails_is_not_repeated(self):
        container = self.launcher.create(command=["/no/such/program"], restart="always")
        with self.assertRaises(Refused):
            self.launcher.call("start", container=container)
        self.assertEqual(self.row(container)["state"], "failed")
        self.restart_launcher()
        self.assertEqual(self.row(container)["state"], "failed")

    def test_a_start_by_policy_that_fails_is_repeated(self):
        container = self.launcher.create(command=["/program"], terminal=False, restart="always")
        program = self.base / "data/containers" / container / "upper/program"
        program.write_text("#!/bin/sh\nsleep 0.2; exit 1\n")
        program.chmod(0o755)
        self.launcher.call("start", container=container)
        program.rename(program.with_name("away"))
        row = self.wait(container, lambda row: row["restarts"] > 2)
        self.assertEqual(row["error"]["name"], "NotFound")
        program.with_name("away").rename(program)
        self.wait(container, lambda row: row["state"] == "running")

    # --- launchers that end on the way -------------------------------------------------------

    def test_what_ended_while_nobody_looked_is_started_again(self):
        container = self.started("sleep", "1000", restart="unless-stopped")
        leader = self.row(container)["leader"]
        self.restart_launcher(lambda: self.kill_payload(container))
        row = self.wait(container, lambda row: row["state"] == "running")
        self.assertNotEqual(row["leader"], leader)
        self.assertEqual(row["restarts"], 1)

    def test_a_launcher_is_killed_while_it_waits(self):
        container = self.started("false", restart="on-failure:6")
        self.wait(container, lambda row: row["state"] == "restarting" and row["restarts"] == 2)
        self.restart_launcher()
        row = self.wait(container, lambda row: row["state"] == "stopped")
        self.assertEqual(row["restarts"], 6)

    def test_a_stop_that_a_killed_launcher_began_counts(self):
        container = self.started("sh", "-c", "trap : TERM; touch /ready; while true; do sleep 1000 & wait; done",
                                 restart="always")
        wait_until((self.base / "data/containers" / container / "upper/ready").exists)
        self.launcher.send("stop", container=container, timeout=60000)
        self.wait(container, lambda row: row["state"] == "stopping")
        self.restart_launcher(lambda: self.kill_payload(container))
        self.assertEqual(self.row(container)["state"], "stopped")

    def test_a_launcher_that_comes_back_leaves_what_runs_alone(self):
        container = self.started("sleep", "1000", restart="always")
        leader = self.row(container)["leader"]
        self.restart_launcher()
        self.assertEqual((self.row(container)["state"], self.row(container)["leader"]), ("running", leader))

    # --- a boot ------------------------------------------------------------------------------

    def boot(self, running):
        """The machine has been booted since: nothing runs, tmpfs and cgroups are empty, the boot has another id."""
        for container in running:
            self.kill_payload(container)
        folders = self.base / "run/containers"
        wait_until(lambda: all((folder / "exit").exists() for folder in folders.iterdir()))
        shutil.rmtree(folders)
        folders.mkdir(0o700)
        for container in running:
            os.rmdir("/sys/fs/cgroup" + self.row(container)["cgroup"])
        (self.base / "data/boot").write_text("another\n")

    def test_after_a_boot(self):
        sleep = ["sleep", "1000"]
        running = {policy: self.started(*sleep, name=policy, restart=policy)
                   for policy in ("no", "on-failure", "always", "unless-stopped")}
        stopped = {policy: self.started(*sleep, name=policy + "-stopped", restart=policy)
                   for policy in ("always", "unless-stopped")}
        for container in stopped.values():
            self.launcher.call("stop", container=container, timeout=0)
        auto = self.launcher.create(name="auto", command=sleep, autostart=True)
        self.restart_launcher()
        self.assertEqual(self.row(auto)["state"], "stopped")  # no boot: nothing new
        self.restart_launcher(lambda: self.boot(running.values()))
        for container in (running["always"], running["unless-stopped"], stopped["always"], auto):
            row = self.wait(container, lambda row: row["state"] == "running")
            self.assertEqual(row["restarts"], 0, row["name"])
        for container in (running["no"], running["on-failure"], stopped["unless-stopped"]):
            self.assertEqual(self.row(container)["state"], "stopped", self.row(container)["name"])

    # --- stopping ----------------------------------------------------------------------------

    def test_its_own_stop_signal(self):
        container = self.started(
            "sh", "-c", "trap 'echo asked; exit 9' USR1; trap 'exit 1' TERM; echo ready; while :; do sleep 0.1; done",
            stopSignal="USR1")
        console = self.launcher.open("console", container=container)
        self.addCleanup(console.close)
        console.read_until("ready")
        self.assertEqual(self.row(container)["spec"]["stopSignal"], "SIGUSR1")
        self.launcher.call("stop", container=container)
        self.assertEqual(self.row(container)["exitStatus"], 9)

    def test_its_own_stop_timeout(self):
        container = self.started(
            "sh", "-c", "trap 'echo asked' TERM; echo ready; while :; do sleep 0.1; done", stopTimeout=300)
        console = self.launcher.open("console", container=container)
        self.addCleanup(console.close)
        console.read_until("ready")
        self.launcher.call("stop", container=container)
        self.assertEqual(self.row(container)["exitReason"], "killed by SIGKILL")
        self.assertIn("asked", console.read_all())


if __name__ == "__main__":
    unittest.main(verbosity=2)
