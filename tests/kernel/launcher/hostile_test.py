#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that do not wait for answers, and payloads that mean harm to the launcher."""

import os
import pathlib
import sys
import time
import unittest

from launcher import Launcher, Refused, scratch

PYTHON = "/usr/bin/python3"  # in the containers of this-system


class HostileTest(unittest.TestCase):
    def setUp(self):
        folder = scratch()
        self.addCleanup(folder.cleanup)
        self.base = pathlib.Path(folder.name)
        self.launcher = Launcher(self.base)
        self.launcher.__enter__()
        self.addCleanup(self.end)

    def end(self):
        for container in list(self.launcher.containers):
            self.launcher.call("delete", container=container)
        self.launcher.close()

    def outcomes(self, *requests):
        """For each "done" or the name of the error, in whichever order they are answered."""
        found = {}
        while len(found) < len(requests):
            message, _ = self.launcher.receive()
            if message.get("id") in requests and ("result" in message or "error" in message):
                found[message["id"]] = message.get("error", {}).get("name", "done")
        return [found[request] for request in requests]

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
        self.assertEqual(os.listdir(self.base / "run/containers"), [])

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
        self.assertEqual(os.listdir(self.base / "run/containers"), [])


if __name__ == "__main__":
    if os.environ.get("VITRINE_TEST_PRIVATE") != "1":
        print("SKIP: needs namespaces of its own")
        sys.exit(77)
    unittest.main(verbosity=2)
