#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One clear error for each thing that cannot be done, and nothing left behind."""

import subprocess
import sys

from gi.repository import GLib
from vitrine_bus import (
    CONTAINER, JOB, MANAGER, NAME, OBJECT_MANAGER, ROOT, WORKLOAD, Client, HelperTest, main)

BUSYBOX = {"image": "busybox"}


class BadInput(HelperTest):
    def workloads(self):
        return {path for path, interfaces in self.client.objects().items()
                if WORKLOAD in interfaces}

    def test_what_is_wrong_in_its_type_is_named_at_once(self):
        cases = [
            (dict(BUSYBOX, colour="red"), "colour"),
            (dict(BUSYBOX, name=5), "name"),
            (dict(BUSYBOX, terminal="yes"), "terminal"),
            (dict(BUSYBOX, command="sh"), "command"),
            (dict(BUSYBOX, environment=["A=b"]), "environment"),
            (dict(BUSYBOX, environment={"A": 5}), "environment.A"),
            (dict(BUSYBOX, limits=5), "limits"),
            (dict(BUSYBOX, limits={"memory": "1 GiB"}), "limits.memory"),
            (dict(BUSYBOX, limits={"memory": GLib.Variant("x", -1)}), "limits.memory"),
            (dict(BUSYBOX, limits={"pids": GLib.Variant("t", 2**32)}), "limits.pids"),
            (dict(BUSYBOX, limits={"cpu": float("nan")}), "limits.cpu"),
            (dict(BUSYBOX, limits={"disk": 5}), "limits.disk"),
            (dict(BUSYBOX, command=GLib.Variant("av", [GLib.Variant("i", 1)])), "command[0]"),
            ({}, "image"),
        ]
        for spec, field in cases:
            for ask in (self.client.create, self.client.plan):
                with self.subTest(field, ask=ask.__name__):
                    self.assertIn(field, self.refused("InvalidSpec", ask, spec).partition(":")[0])
        self.assertEqual(self.workloads(), set())

    def test_unknown_options_are_refused(self):
        path = self.client.made(dict(BUSYBOX, name="options"))
        for method in ("Start", "Stop", "Restart", "Pause", "Resume", "Delete", "Restore",
                       "OpenConsole", "OpenLogs"):
            with self.subTest(method):
                text = self.refused("InvalidSpec", self.client.do, path, method, colour="red")
                self.assertIn("colour", text)
        self.refused("InvalidSpec", self.client.do, ROOT, "ListWorkloads", MANAGER, colour="red")
        self.refused("InvalidSpec", self.client.do, path, "Exec", CONTAINER, terminal=True)
        self.refused("InvalidSpec", self.client.do, path, "Delete", trash=0)
        self.refused("InvalidSpec", self.client.do, path, "Delete", trash=86401)
        self.refused("InvalidSpec", self.client.do, ROOT, "OpenObserve", MANAGER, interval=99)
        self.refused("InvalidSpec", self.client.do, ROOT, "OpenObserve", MANAGER, tables=["secrets"])
        self.refused("NotFound", self.client.do, ROOT, "OpenObserve", MANAGER, workload="nobody")
        self.assertEqual(self.client.state(path), "stopped")

    def test_sizes_have_limits(self):
        self.refused("Quota", self.client.plan, dict(BUSYBOX, name="x" * 40_000))
        self.refused("Quota", self.client.plan, dict(BUSYBOX, command=["x"] * 5_000))
        self.refused("Quota", self.client.plan, dict(BUSYBOX, command=["x" * 30_000] * 5))
        self.refused("Quota", self.client.plan, dict(
            BUSYBOX, environment={f"NAME{i}": "x" * 1000 for i in range(200)}))

    def test_what_the_launcher_refuses_is_named(self):
        cases = [
            (dict(BUSYBOX, name="No Such Name"), "InvalidSpec", "name"),
            (dict(BUSYBOX, name="x" * 64), "InvalidSpec", "name"),
            (dict(BUSYBOX, workingDirectory="relative"), "InvalidSpec", "workingDirectory"),
            (dict(BUSYBOX, limits={"cpu": 0.0}), "InvalidSpec", "limits.cpu"),
            (dict(BUSYBOX, networks=[{"network": "nowhere"}]), "NotFound", "networks[0].network"),
            ({"image": "no-such-image"}, "NotFound", "image"),
        ]
        for spec, name, field in cases:
            with self.subTest(field):
                job = self.client.finished(self.client.create(spec, start=True))
                self.assertEqual(job["State"], "failed")
                self.assertEqual(job["Error"]["name"], f"org.vitrine.Error.{name}")
                self.assertIn(field, job["Error"]["object"] + job["Error"]["text"])
                self.assertEqual(job["Workload"], "/")
                with self.assertRaises(Exception) as caught:
                    self.client.plan(spec)
                self.assertEqual(caught.exception.name, name)
        self.assertEqual(self.workloads(), set())

    def test_a_name_is_taken_once(self):
        self.client.made(dict(BUSYBOX, name="twin"))
        job = self.client.finished(self.client.create(dict(BUSYBOX, name="twin")))
        self.assertEqual(job["Error"]["name"], "org.vitrine.Error.Exists")
        self.assertIn("twin", job["Error"]["object"] + job["Error"]["text"])
        self.assertEqual(len(self.workloads()), 1)

    def test_a_command_that_does_not_exist(self):
        job = self.client.finished(self.client.create(
            dict(BUSYBOX, name="lost", command=["/no/such/program"]), start=True))
        self.assertEqual(job["State"], "failed")
        error = job["Error"]
        self.assertEqual((error["errno"], error["errnoText"]), (2, "No such file or directory"))
        self.assertIn("exec", error["call"])
        self.assertIn("/no/such/program", error["object"] + error["text"])
        self.assertEqual(job["Steps"][error["step"]]["state"], "failed")
        self.assertLess(job["Progress"], 1.0)
        self.assertEqual(self.client.state(job["Workload"]), "failed")
        self.assertEqual(self.client.get(job["Workload"], WORKLOAD, "LastError")["errno"], 2)
        self.assertEqual(self.client.get(job["Workload"], WORKLOAD, "Leader"), 0)

    def test_what_does_not_run_cannot_be_used(self):
        path = self.client.made(dict(BUSYBOX, name="idle"))
        for method in ("Pause", "Resume"):
            job = self.client.finished(self.client.do(path, method))
            self.assertEqual(job["State"], "failed", method)
        with self.assertRaises(Exception):
            self.client.open(path, CONTAINER, "Exec", command=["true"])

    def test_a_job_that_is_not_there(self):
        with self.assertRaises(Exception) as caught:
            self.client.do("/org/vitrine/jobs/99999", "Cancel", JOB)
        self.assertEqual(caught.exception.bus_name, "org.freedesktop.DBus.Error.UnknownObject")


class OtherUsers(HelperTest):
    def test_nobody_else_is_served(self):
        """Even where the bus itself lets them in."""
        calls = [
            (ROOT, OBJECT_MANAGER + ".GetManagedObjects", []),
            (ROOT, MANAGER + ".Plan", ["{'image': <'busybox'>}", "@a{sv} {}"]),
            (ROOT, MANAGER + ".Create", ["{'image': <'busybox'>}", "@a{sv} {}"]),
            (ROOT, "org.freedesktop.DBus.Properties.Get", [MANAGER, "Version"]),
            (ROOT, "org.freedesktop.DBus.Introspectable.Introspect", []),
            (ROOT, MANAGER + ".OpenStats", ["@a{sv} {}"]),
        ]
        for path, method, arguments in calls:
            with self.subTest(method):
                result = subprocess.run(
                    ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "gdbus", "call",
                     "--address", self.bus.address, "--dest", NAME, "--object-path", path,
                     "--method", method, *arguments],
                    capture_output=True, text=True, check=False)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn("org.vitrine.Error.NotAuthorized", result.stderr)
        self.assertFalse([p for p, i in self.client.objects().items() if WORKLOAD in i or JOB in i])


main()
