#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A container is changed, renamed and copied, over D-Bus alone."""

import json
import os

from gi.repository import GLib
from vitrine_bus import CONTAINER, WORKLOAD, Console, HelperTest, main, variants, wait_until

SLEEPER = {"image": "busybox", "command": ["sleep", "1000"]}


class Change(HelperTest):
    def named(self, path, method, name):
        return self.client.finished(self.client.call(
            path, WORKLOAD, method, GLib.Variant("(sa{sv})", (name, {}))))

    def update(self, path, changes, **options):
        return self.client.finished(self.client.call(path, CONTAINER, "Update", GLib.Variant(
            "(a{sv}a{sv})", (variants(changes), variants(options)))))

    def test_update(self):
        path = self.client.made(dict(SLEEPER, name="web"), start=True)
        job = self.update(path, {"environment": {"A": "1"}})
        self.assertEqual((job["State"], job["Operation"], job["WorkloadName"]), ("done", "update", "web"))
        self.assertEqual(json.loads(self.client.get(path, CONTAINER, "Spec"))["environment"], {"A": "1"})
        wait_until(lambda: self.client.get(path, CONTAINER, "Pending") == ["environment"], "it waits")
        self.client.succeed(path, "Restart")
        self.assertEqual(self.client.get(path, CONTAINER, "Pending"), [])
        self.update(path, {}, reset=["environment"])
        self.assertEqual(self.client.get(path, CONTAINER, "Pending"), ["environment"])
        self.assertTrue(any("Pending" in arguments[1] for _, name, arguments in self.client.signals
                            if name.endswith("PropertiesChanged")))

    def test_bad_updates_are_refused(self):
        path = self.client.made(dict(SLEEPER, name="web"))
        spec = self.client.get(path, CONTAINER, "Spec")
        self.refused("InvalidSpec", self.update, path, {"colour": "red"})
        self.refused("InvalidSpec", self.update, path, {"hostname": 7})
        self.refused("InvalidSpec", self.update, path, {}, colour="red")
        job = self.update(path, {"image": "this-system"})
        self.assertEqual((job["State"], job["Error"]["name"]), ("failed", "org.vitrine.Error.InvalidSpec"))
        self.assertEqual(self.client.get(path, CONTAINER, "Spec"), spec)

    def test_rename(self):
        path = self.client.made(dict(SLEEPER, name="old"))
        self.client.made(dict(SLEEPER, name="taken"))
        self.assertEqual(self.named(path, "Rename", "new")["State"], "done")
        self.assertEqual(self.client.get(path, WORKLOAD, "Name"), "new")
        job = self.named(path, "Rename", "taken")
        self.assertEqual(job["Error"]["name"], "org.vitrine.Error.Exists")

    def test_clone(self):
        path = self.client.made(dict(SLEEPER, name="source"), start=True)
        self.assertEqual(self.named(path, "Clone", "copy")["Error"]["name"], "org.vitrine.Error.Busy")
        self.client.succeed(path, "Stop", timeout=0)
        job = self.named(path, "Clone", "copy")
        self.assertEqual((job["State"], job["Operation"], job["WorkloadName"]), ("done", "clone", "copy"))
        self.assertNotEqual(job["Workload"], path)
        self.assertEqual(self.client.get(job["Workload"], WORKLOAD, "Name"), "copy")
        self.client.succeed(job["Workload"], "Start")
        self.client.succeed(path, "Start")

    def test_what_is_seen_stopped_can_be_copied(self):
        """The stop's job goes on until the files are let go of; the copy's waits for it."""
        path = self.client.made({"image": "busybox", "name": "source", "terminal": False, "command": [
            "sh", "-c", "dd if=/dev/zero of=/data bs=1M count=64; echo written; exec sleep 1000"]})
        for number in range(5):
            self.client.succeed(path, "Start")
            with os.fdopen(self.client.open(path, WORKLOAD, "OpenLogs", follow=True), "rb") as log:
                for _ in range(number + 1):
                    while b"written" not in log.readline():
                        pass
            stop = self.client.do(path, "Stop", timeout=0)
            while self.client.state(path) != "stopped":
                pass
            job = self.named(path, "Clone", f"copy-{number}")
            self.assertEqual((job["State"], job["Error"]), ("done", {}))
            self.assertEqual(self.client.finished(stop)["State"], "done")
            self.client.succeed(job["Workload"], "Delete")

    def test_restart_policy(self):
        path = self.client.made({"image": "busybox", "name": "again", "restart": "on-failure:2",
                                 "command": ["sh", "-c", "exit 3"]}, start=True)
        wait_until(lambda: self.client.get(path, WORKLOAD, "Restarts") == 2
                   and self.client.state(path) == "stopped", "it is tried twice more")
        states = [arguments[1]["State"] for where, name, arguments in self.client.signals
                  if where == path and name.endswith("PropertiesChanged") and "State" in arguments[1]]
        self.assertIn("restarting", states)
        self.update(path, {"restart": "always"})
        self.client.succeed(path, "Start")
        wait_until(lambda: self.client.get(path, WORKLOAD, "NextTry") > 0, "it waits")
        self.client.succeed(path, "Stop")
        self.assertEqual((self.client.state(path), self.client.get(path, WORKLOAD, "NextTry")), ("stopped", 0))

    def test_health(self):
        path = self.client.made({"image": "busybox", "name": "checked", "command": ["sleep", "1000"],
                                 "health": {"command": ["test", "!", "-e", "/ill"], "interval": 100,
                                            "retries": 1}}, start=True)
        status = lambda: self.client.get(path, CONTAINER, "Health").get("status")
        wait_until(lambda: status() == "healthy", "it is healthy")
        self.update(path, {"health": {"command": ["sh", "-c", "echo no; exit 4"], "interval": 100, "retries": 1}})
        wait_until(lambda: status() == "unhealthy", "it falls ill")
        health = self.client.get(path, CONTAINER, "Health")
        self.assertEqual((health["exitStatus"], health["output"].strip()), (4, "no"))
        self.assertGreaterEqual(health["failures"], 1)
        self.update(path, {"health": {}})
        wait_until(lambda: self.client.get(path, CONTAINER, "Health") == {}, "it is not checked any more")

    def test_stop_has_its_own_signal(self):
        path = self.client.made({"image": "busybox", "name": "signal", "stopSignal": "USR1", "command": [
            "sh", "-c", "trap 'exit 9' USR1; echo ready; while :; do sleep 0.1; done"]}, start=True)
        console = Console(self.client.open(path, WORKLOAD, "OpenConsole"))
        console.expect("ready")
        console.close()
        self.client.succeed(path, "Stop")
        self.assertEqual(self.client.get(path, WORKLOAD, "ExitStatus"), 9)

    def test_bad_lifecycles_are_refused(self):
        for field, value in (("restart", "never"), ("stopSignal", "SIGNONE")):
            job = self.client.finished(self.client.create(dict(SLEEPER, **{field: value})))
            self.assertEqual(job["Error"]["name"], "org.vitrine.Error.InvalidSpec")
            self.assertEqual(job["Error"]["object"], field)
        self.refused("InvalidSpec", self.client.create, dict(SLEEPER, stopTimeout=3600001))


main()
