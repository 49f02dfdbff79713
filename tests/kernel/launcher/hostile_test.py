#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that do not wait for answers, and payloads that mean harm to the launcher."""

import errno
import os
import pathlib
import signal
import sys
import time
import unittest

from launcher import Launcher, Refused, scratch, wait_for_empty_trash, wait_until

PYTHON = "/usr/bin/python3"  # in the containers of this-system

STOP_WHOEVER_COMES = """
import os, signal
print("ready", flush=True)
while True:
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) > 1:
            try:
                os.kill(int(name), signal.SIGSTOP)
            except OSError:
                pass
"""


class HostileTest(unittest.TestCase):
    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.launcher = Launcher(self.base)
        self.launcher.__enter__()
        self.answers = {}
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        wait_for_empty_trash(self.base)
        self.launcher.close()

    def outcomes(self, *requests):
        """For each "done" or the name of the error, in whichever order they are answered."""
        while not set(requests) <= set(self.answers):
            message, descriptors = self.launcher.receive()
            for descriptor in descriptors:
                os.close(descriptor)
            if "result" in message or "error" in message:
                self.answers[message["id"]] = message.get("error", {}).get("name", "done")
        return [self.answers[request] for request in requests]

    # --- clients -------------------------------------------------------------------------------

    def test_a_start_that_comes_while_it_is_deleted_finds_nothing(self):
        for pause in range(10):
            container = self.launcher.create(command=["sleep", "1000"], terminal=False)
            self.launcher.call("start", container=container)
            deletion = self.launcher.send("delete", container=container)
            time.sleep(pause / 1000)  # the window is between its end and that of its file system
            starts = [self.launcher.send("start", container=container) for _ in range(3)]
            deleted, *started = self.outcomes(deletion, *starts)
            self.assertEqual(deleted, "done")
            self.assertLessEqual(set(started), {"Busy", "NotFound"})
        self.assertEqual(os.listdir(self.base / "data/containers"), [])
        wait_until(lambda: not os.listdir(self.base / "run/containers"), "their directories are gone")

    def test_starts_and_deletions_that_wait_for_one_end_go_in_order(self):
        for pause in range(10):
            container = self.launcher.create(command=["sleep", "1000"], terminal=False)
            self.launcher.call("start", container=container)
            stop = self.launcher.send("stop", container=container, timeout=0)
            time.sleep(pause / 1000)
            start = self.launcher.send("start", container=container)
            deletion = self.launcher.send("delete", container=container)
            stopped, started, deleted = self.outcomes(stop, start, deletion)
            self.assertEqual((stopped, deleted), ("done", "done"))
            self.assertIn(started, ("Busy", "done"))
        wait_until(lambda: not os.listdir(self.base / "run/containers"), "their directories are gone")

    def test_a_shim_that_does_not_answer_holds_nobody_up(self):
        container = self.launcher.create(command=["sleep", "1000"], terminal=False)
        self.launcher.call("start", container=container)
        leader = self.launcher.containers[container]["leader"]
        status = pathlib.Path(f"/proc/{leader}/stat").read_text()
        shim = int(status.rpartition(")")[2].split()[1])
        os.kill(shim, signal.SIGSTOP)
        try:
            for _ in range(1000):
                try:
                    self.launcher.open("console", container=container).close()
                except Refused as refused:
                    self.assertEqual(refused.error["errno"], errno.EAGAIN)
                    break
        finally:
            os.kill(shim, signal.SIGCONT)

    # --- payloads ------------------------------------------------------------------------------

    def test_one_that_stops_who_enters_it_holds_nobody_up(self):
        container = self.launcher.create(image="this-system", command=[PYTHON, "-c", STOP_WHOEVER_COMES])
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        console.read_until("ready")
        entering = [self.launcher.send("exec", container=container, command=["true"], terminal=False)
                    for _ in range(5)]
        began = time.monotonic()
        self.outcomes(self.launcher.send("hello", version=1))
        waited = time.monotonic() - began
        stopped = self.launcher.send("stop", container=container, timeout=0)
        self.assertEqual(self.outcomes(*entering, stopped)[-1], "done")
        self.assertLess(waited, 10)  # each would have cost 25 s
        console.close()

    def stopped_in(self, leader):
        """Processes in the pid namespace of LEADER that somebody has stopped."""
        space, found = os.readlink(f"/proc/{leader}/ns/pid"), []
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                there = os.readlink(f"/proc/{process}/ns/pid") == space
                if there and "State:\tT" in pathlib.Path(f"/proc/{process}/status").read_text():
                    found.append(process)
            except OSError:
                pass
        return found

    def test_who_is_stopped_while_it_enters_holds_nothing_of_others(self):
        other = self.launcher.create(command=["sleep", "1000"], terminal=False)
        self.launcher.call("start", container=other)
        container = self.launcher.create(image="this-system", command=[PYTHON, "-c", STOP_WHOEVER_COMES])
        self.launcher.call("start", container=container)
        console = self.launcher.open("console", container=container)
        console.read_until("ready")
        leader = self.launcher.containers[container]["leader"]
        entering = self.launcher.send("exec", container=container, command=["true"], terminal=False)
        wait_until(lambda: self.stopped_in(leader), "somebody is stopped")
        for process in self.stopped_in(leader):
            held = [os.readlink(f"/proc/{process}/fd/{fd}") for fd in os.listdir(f"/proc/{process}/fd")]
            self.assertFalse([name for name in held if str(self.base) in name or name.startswith("mnt:")], held)
        stopped = self.launcher.send("stop", container=container, timeout=0)
        self.assertEqual(self.outcomes(entering, stopped)[-1], "done")
        console.close()


if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
