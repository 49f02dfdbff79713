#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""events against the real helper: each thing that happens is told once, to whom it was promised."""
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import unittest

PROGRAM = sys.argv.pop(1)
ENVIRONMENT = dict(os.environ, DISPLAY=":987", QT_QPA_PLATFORM="xcb")
PATIENCE = 60  # seconds
LINE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z  (\S+) +(\S+)(?:  (.*))?$")


def vitrine(*arguments, status=0):
    done = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT,
                          timeout=PATIENCE)
    if status is not None and done.returncode != status:
        raise AssertionError((arguments, done))
    return done.stdout.decode()


class Follower:
    """events, and what it has told so far."""

    def __init__(self, *arguments):
        self.told = []
        self.process = subprocess.Popen([PROGRAM, "events", "--json", *arguments], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=ENVIRONMENT)
        self.watchdog = threading.Timer(PATIENCE, self.process.kill)
        self.watchdog.start()

    def until(self, what, name=None):
        """The next event WHAT of NAME; what came before is in told."""
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"no {what} of {name}: {self.told} {self.process.stderr.read()}")
            self.told.append(json.loads(line))
            if self.told[-1]["event"] == what and name in (None, self.told[-1]["name"]):
                return self.told[-1]

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode

    def close(self):
        self.watchdog.cancel()
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate(timeout=PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()

    def kinds(self, name):
        return [event["event"] for event in self.told if event["name"] == name]


class Events(unittest.TestCase):
    def follow(self):
        """A follower of everything, that is ready: what was before is the first thing that it tells."""
        vitrine("create", "--name", "marker", "busybox")
        follower = self.follow_some("--since-start")
        follower.until("created", "marker")
        return follower

    def follow_some(self, *arguments):
        follower = Follower(*arguments)
        self.addCleanup(follower.close)
        return follower

    def tearDown(self):
        for row in json.loads(vitrine("list", "--all", "--json")):
            vitrine("rm", row["name"], status=None)

    def test_a_life(self):
        follower = self.follow()
        vitrine("create", "--name", "web", "busybox", "sleep", "1000")
        created = follower.until("created", "web")
        self.assertEqual(created["image"], "busybox")
        vitrine("start", "web")
        self.assertGreater(follower.until("started", "web")["leader"], 0)
        vitrine("pause", "web")
        follower.until("paused", "web")
        vitrine("resume", "web")
        follower.until("resumed", "web")
        vitrine("update", "--stop-timeout", "1234", "web")
        self.assertEqual(follower.until("changed", "web")["fields"], ["stopTimeout"])
        vitrine("rename", "web", "site")
        self.assertEqual(follower.until("renamed", "site")["before"], "web")
        vitrine("stop", "--timeout", "0", "site")
        stopped = follower.until("stopped", "site")
        self.assertEqual((stopped["exitStatus"], stopped["reason"]), (137, "killed by SIGKILL"))
        vitrine("clone", "site", "copy")
        follower.until("created", "copy")
        vitrine("rm", "--trash", "60", "site")
        follower.until("trashed", "site")
        vitrine("restore", "site")
        follower.until("restored", "site")
        vitrine("rm", "site")
        self.assertEqual(follower.until("deleted", "site")["id"], created["id"])
        self.assertEqual(follower.end(), 0)
        self.assertEqual(follower.kinds("web"), ["created", "started", "paused", "resumed", "changed"])
        self.assertEqual(follower.kinds("site"), ["renamed", "stopped", "trashed", "restored", "deleted"])

    def test_a_life_too_short_to_be_seen_running(self):
        follower = self.follow()
        vitrine("run", "--rm", "--name", "short", "busybox", "sh", "-c", "exit 3", status=3)
        follower.until("deleted", "short")
        self.assertEqual(follower.kinds("short"), ["created", "started", "stopped", "deleted"])
        stopped, = [event for event in follower.told if event["event"] == "stopped"]
        self.assertEqual((stopped["exitStatus"], stopped["reason"]), (3, "exited with status 3"))

    def test_restarts_health_and_failures(self):
        follower = self.follow()
        vitrine("create", "--name", "again", "--restart", "on-failure:1", "busybox", "sh", "-c", "exit 4")
        vitrine("start", "again")
        self.assertEqual(follower.until("restarted", "again")["restarts"], 1)
        follower.until("stopped", "again")
        self.assertEqual(follower.kinds("again"), ["created", "started", "stopped", "waiting", "restarted", "stopped"])
        vitrine("run", "-d", "--name", "ill", "--health-cmd", "echo bad; exit 9", "--health-interval", "100",
                "--health-retries", "1", "busybox", "sleep", "1000")
        health = follower.until("health", "ill")
        if health["status"] == "starting":
            health = follower.until("health", "ill")
        self.assertEqual((health["status"], health["exitStatus"], health["output"].strip()), ("unhealthy", 9, "bad"))
        vitrine("create", "--name", "wrong", "busybox", "/no/such/program")
        vitrine("start", "wrong", status=None)
        failed = follower.until("job-failed", "wrong")
        self.assertEqual((failed["operation"], failed["error"]["errnoText"]), ("start", "No such file or directory"))

    def test_limits(self):
        features = {feature["name"]: feature for feature in json.loads(vitrine("features", "--json"))}
        if not features["cgroup-pids"]["available"]:
            self.skipTest("no pids controller here: " + features["cgroup-pids"]["reason"])
        follower = self.follow()
        vitrine("run", "-d", "--name", "bomb", "--pids-limit", "4", "busybox", "sh", "-c",
                "for i in 1 2 3 4 5 6; do sleep 1000 & done; wait")
        limit = follower.until("limit", "bomb")
        self.assertEqual((limit["kind"], limit["limit"]), ("pids-max", 4))

    def test_only_what_was_named_for_as_long_as_it_lives(self):
        vitrine("create", "--name", "one", "busybox", "true")
        vitrine("create", "--name", "two", "busybox", "true")
        follower = self.follow_some("--since-start", "one", "later")
        follower.until("created", "one")
        vitrine("start", "two")
        vitrine("rename", "one", "uno")
        vitrine("rm", "uno")
        follower.until("deleted", "uno")
        vitrine("create", "--name", "later", "busybox")
        follower.until("created", "later")
        self.assertEqual(follower.end(signal.SIGTERM), 0)
        self.assertEqual({event["name"] for event in follower.told}, {"one", "uno", "later"})

    def test_what_was_before_and_lines_for_people(self):
        vitrine("run", "--name", "past", "busybox", "sh", "-c", "exit 5", status=5)
        while json.loads(vitrine("list", "--json"))[0]["state"] != "stopped":
            time.sleep(0.02)
        with subprocess.Popen([PROGRAM, "events", "--since-start", "past"], stdout=subprocess.PIPE, env=ENVIRONMENT) as running:
            lines = [running.stdout.readline().decode().rstrip("\n") for _ in range(3)]
            running.send_signal(signal.SIGINT)
            self.assertEqual(running.wait(PATIENCE), 0)
        told = [LINE.match(line).groups() for line in lines]
        self.assertEqual(told, [("created", "past", "busybox"), ("started", "past", None),
                                ("stopped", "past", "exited with status 5")])
        self.assertEqual(lines, sorted(lines))

    def test_it_goes_on_when_the_helper_is_started_anew(self):
        follower = self.follow()
        vitrine("run", "-d", "--name", "stays", "busybox", "sleep", "1000")
        vitrine("run", "-d", "--name", "ends", "busybox", "sleep", "1000")
        follower.until("started", "ends")
        owner = subprocess.run(
            ["busctl", "--user", "--json=short", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
             "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", "org.vitrine.Helper1"],
            capture_output=True, check=True, timeout=PATIENCE)
        os.kill(json.loads(owner.stdout)["data"][0], signal.SIGKILL)
        follower.until("helper-lost")
        vitrine("rm", "ends")  # starts another one
        follower.until("deleted", "ends")
        vitrine("rename", "stays", "stayed")
        follower.until("renamed", "stayed")
        self.assertEqual(follower.kinds("stays"), ["created", "started"])
        self.assertEqual(follower.kinds(""), ["helper-lost", "helper-back"])

    def test_wrong_options(self):
        self.assertEqual(vitrine("events", "--nosuch", status=2), "")
        self.assertIn("since-start", vitrine("events", "--help"))


if __name__ == "__main__":
    unittest.main()
