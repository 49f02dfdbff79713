#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A container is changed, renamed and copied, over D-Bus alone."""

import json

from gi.repository import GLib
from vitrine_bus import CONTAINER, WORKLOAD, HelperTest, main, variants, wait_until

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


main()
