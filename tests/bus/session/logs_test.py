#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workload1.OpenLogs."""

import os

from vitrine_bus import HelperTest, WORKLOAD, main


class Logs(HelperTest):
    def made(self, script, **spec):
        return self.client.made(dict({"image": "busybox", "terminal": False,
                                      "command": ["sh", "-c", script]}, **spec))

    def open(self, path, **options):
        return os.fdopen(self.client.open(path, WORKLOAD, "OpenLogs", **options), "rb")

    def texts(self, path, **options):
        with self.open(path, **options) as log:
            return [line.split(b" ", 3)[3] for line in log if b" vitrine F " not in line]

    def test_it_is_followed_over_a_restart_and_ends_with_the_container(self):
        path = self.made("echo said")
        with self.open(path, follow=True) as log:
            for _ in range(2):
                self.client.succeed(path, "Start")
                self.assertIn(b" vitrine F started\n", log.readline())
                self.assertIn(b" stdout F said\n", log.readline())
                self.client.succeed(path, "Stop", timeout=0)
            self.client.succeed(path, "Delete")
            self.assertEqual(log.read(), b"")

    def test_options(self):
        path = self.made("echo one; echo two; echo bad >&2")
        self.client.succeed(path, "Start")
        with self.open(path, follow=True) as log:
            while b" bad\n" not in log.readline():
                pass
        self.assertEqual(sorted(self.texts(path)), [b"bad\n", b"one\n", b"two\n"])
        self.assertEqual(self.texts(path, stream="stdout", tail=1), [b"two\n"])
        self.assertEqual(self.texts(path, stream="stderr"), [b"bad\n"])
        self.assertEqual(self.texts(path, since=2**52), [])
        for name, value in (("stream", "both"), ("tail", -1), ("follow", 1), ("since", "now"), ("colour", "red")):
            with self.subTest(name):
                self.assertIn(name, self.refused("InvalidSpec", self.open, path, **{name: value}))

    def test_what_is_kept_is_chosen_and_checked(self):
        for log, field in ((dict(maxSize=1), "log.maxSize"), (dict(files=99), "log.files"),
                           (dict(colour="red"), "log.colour"), ("all", "log"), (True, "log")):
            with self.subTest(field):
                self.assertIn(field, self.refused("InvalidSpec", self.client.plan, {"image": "busybox", "log": log}))
        path = self.made("echo said", log="none")
        self.client.succeed(path, "Start")
        self.client.succeed(path, "Stop", timeout=0)
        self.assertEqual(self.texts(path), [])
        steps = self.client.plan({"image": "busybox", "log": {"maxSize": 1048576, "files": 2}})
        self.assertIn("2 files of 1 MiB", next(step["text"] for step in steps if step["kind"] == "keep-log"))


if __name__ == "__main__":
    main()
