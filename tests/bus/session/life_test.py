#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a container, over D-Bus alone."""

import json
import os
import pwd
import select
import time

from gi.repository import GLib
from vitrine_bus import (
    CONTAINER, IMAGE, JOB, MANAGER, OBJECT_MANAGER, PROPERTIES, PATIENCE, ROOT, WORKLOAD, Console,
    HelperTest, main, wait_until)

SLEEPER = {"image": "busybox", "command": ["sleep", "1000"]}


class Images(HelperTest):
    def test_the_size_of_an_image_is_told_once_it_is_made(self):
        def size():
            image = self.client.objects()["/org/vitrine/images/busybox"][IMAGE]
            return image["Layers"][0]["size"]
        self.assertEqual(size(), 0)
        self.client.made({"image": "busybox"})
        wait_until(lambda: size() > 0, "the size of the layer")


class Life(HelperTest):
    def test_from_create_to_delete(self):
        path = self.client.made({"image": "busybox", "name": "web", "hostname": "host-of-web"})
        self.assertEqual(self.client.state(path), "stopped")
        self.assertEqual(self.client.get(path, WORKLOAD, "Owner"), os.getuid())
        self.assertEqual(self.client.get(path, WORKLOAD, "OwnerName"), pwd.getpwuid(os.getuid()).pw_name)

        job = self.client.succeed(path, "Start")
        self.assertEqual(self.client.state(path), "running")
        leader = self.client.get(path, WORKLOAD, "Leader")
        self.assertTrue(os.path.exists(f"/proc/{leader}"))
        self.assertGreater(len(job["Steps"]), 0)
        self.assertEqual({step["state"] for step in job["Steps"]}, {"done"})
        self.assertEqual([step["index"] for step in job["Steps"]], list(range(len(job["Steps"]))))

        console = Console(self.client.open(path, WORKLOAD, "OpenConsole"))
        console.type("echo name=$(hostname)\n")
        console.expect("name=host-of-web")
        console.close()

        self.client.succeed(path, "Stop", timeout=0)
        self.assertEqual(self.client.state(path), "stopped")
        self.assertEqual(self.client.get(path, WORKLOAD, "Leader"), 0)
        self.assertIn("SIGKILL", self.client.get(path, WORKLOAD, "ExitReason"))

        job = self.client.succeed(path, "Delete")
        self.assertEqual(job["Workload"], "/")
        self.assertNotIn(path, self.client.objects())
        self.assertFalse(os.path.exists(f"/proc/{leader}"))

    def test_create_with_start_is_one_job(self):
        job = self.client.finished(self.client.create(dict(SLEEPER, name="one"), start=True))
        self.assertEqual((job["State"], job["Operation"], job["WorkloadName"]),
                         ("done", "create", "one"))
        self.assertEqual(self.client.state(job["Workload"]), "running")
        self.assertEqual(job["Progress"], 1.0)
        kinds = [step["kind"] for step in job["Steps"]]
        self.assertLess(kinds.index("writeRecord"), kinds.index("execute"))
        self.assertEqual([step["index"] for step in job["Steps"]], list(range(len(kinds))))

    def test_a_create_tells_what_it_did(self):
        job = self.client.finished(self.client.create(dict(SLEEPER, name="told")))
        self.assertEqual([step["kind"] for step in job["Steps"]], ["prepareImage", "makeStorage", "writeRecord", "publish"])
        for step in job["Steps"]:
            self.assertEqual((step["state"], step["where"]), ("done", "host"))
            self.assertGreater(step["duration"], 0)

    def test_a_name_is_found_when_none_is_given(self):
        first = self.client.finished(self.client.create(SLEEPER))
        second = self.client.finished(self.client.create(SLEEPER))
        self.assertNotEqual(first["WorkloadName"], "")
        self.assertNotEqual(first["WorkloadName"], second["WorkloadName"])

    def test_commands_run_beside_the_first_process(self):
        path = self.client.made(dict(SLEEPER, name="exec"), start=True)
        session = Console(self.client.open(
            path, CONTAINER, "Exec", command=["sh", "-c", "cat; echo $COLOUR >&2; exit 3"],
            environment={"COLOUR": "red"}))
        session.type("through")
        session.end_of_input()
        self.assertEqual(os.waitstatus_to_exitcode(session.finish()), 3)
        self.assertEqual(session.output, b"through")
        self.assertEqual(session.errors, b"red\n")

    def test_pause_and_resume(self):
        path = self.client.made(dict(SLEEPER, name="pause"), start=True)
        self.client.succeed(path, "Pause")
        self.assertEqual(self.client.state(path), "paused")
        self.client.succeed(path, "Resume")
        self.assertEqual(self.client.state(path), "running")

    def test_restart_is_a_new_run(self):
        path = self.client.made(dict(SLEEPER, name="again"), start=True)
        before = self.client.get(path, WORKLOAD, "Leader")
        self.client.succeed(path, "Restart")
        self.assertEqual(self.client.state(path), "running")
        self.assertNotEqual(self.client.get(path, WORKLOAD, "Leader"), before)

    def test_the_end_of_the_first_process_is_told(self):
        path = self.client.made({"image": "busybox", "command": ["sh", "-c", "exit 7"]}, start=True)
        wait_until(lambda: self.client.state(path) == "stopped", "it stops by itself")
        self.assertEqual(self.client.get(path, WORKLOAD, "ExitStatus"), 7)
        self.assertEqual(self.client.get(path, WORKLOAD, "ExitReason"), "exited with status 7")

    def test_plan_changes_nothing(self):
        before = set(self.client.objects())
        steps = self.client.plan({"image": "busybox"})
        self.assertGreater(len(steps), 5)
        self.assertEqual([step["index"] for step in steps], list(range(len(steps))))
        for step in steps:
            self.assertLessEqual({"index", "text", "command", "where", "kind", "object", "note"},
                                 set(step))
        self.assertEqual(set(self.client.objects()), before)

    def test_a_list_says_what_the_objects_say(self):
        check = {"command": ["true"], "interval": 1000}
        healthy = self.client.made(dict(SLEEPER, name="one", health=check), start=True)
        self.client.made(dict(SLEEPER, name="two"))
        wait_until(lambda: self.client.get(healthy, CONTAINER, "Health")["status"] == "healthy", "it is checked")
        self.client.do(self.client.made(dict(SLEEPER, name="three")), "Delete", trash=60)
        rows = self.client.do(ROOT, "ListWorkloads", MANAGER)
        expected = []
        for path, interfaces in sorted(self.client.objects().items()):
            if WORKLOAD not in interfaces:
                continue
            of = {**interfaces[WORKLOAD], **interfaces[CONTAINER]}
            of["Health"] = of["Health"].get("status", "")
            expected.append((path, *(of[name] for name in (
                "Id", "Name", "Kind", "State", "Health", "Image", "Command", "Leader", "Owner",
                "Created", "Started", "TrashedUntil"))))
        self.assertEqual([tuple(row) for row in rows], expected)
        self.assertEqual({row[2]: (row[4], row[5]) for row in rows if not row[12]},
                         {"one": ("running", "healthy"), "two": ("stopped", "")})
        self.assertEqual([row[2] for row in rows if row[12]], ["three"])

    def test_the_spec_has_its_defaults(self):
        path = self.client.made({"image": "busybox", "name": "spec"})
        spec = json.loads(self.client.get(path, CONTAINER, "Spec"))
        self.assertEqual(spec["hostname"], "spec")
        self.assertEqual(spec["workingDirectory"], "/")

    def test_numbers_of_every_type_are_taken(self):
        path = self.client.made(dict(SLEEPER, name="numbers"), start=True)
        for kind in "ynqiuxt":
            with self.subTest(kind):
                number = GLib.Variant(kind, 42)
                session = Console(self.client.open(
                    path, CONTAINER, "Exec", command=["stty", "size"], terminal=True, rows=number,
                    columns=number))
                session.finish()
                self.assertIn(b"42 42", session.output)


class Streams(HelperTest):
    def lines(self, descriptor):
        """Parsed lines of a stream of JSON."""
        with open(descriptor, "rb", buffering=0) as stream:
            text = b""
            while True:
                self.assertTrue(select.select([stream], [], [], PATIENCE)[0], "a line comes")
                piece = stream.read(65536)
                if not piece:
                    return
                text += piece
                *whole, text = text.split(b"\n")
                yield from map(json.loads, whole)

    def test_observation_shows_the_container(self):
        path = self.client.made(dict(SLEEPER, name="seen"), start=True)
        leader = self.client.get(path, WORKLOAD, "Leader")
        stream = self.lines(self.client.open(
            ROOT, MANAGER, "OpenObserve", tables=["processes"], workload=path.split("/")[-1]))
        line = next(stream)
        self.assertTrue(line["full"])
        self.assertIn(leader, [row["pid"] for row in line["tables"]["processes"]["set"]])
        stream.close()

    def test_statistics_show_the_container(self):
        path = self.client.made(dict(SLEEPER, name="counted"), start=True)
        stream = self.lines(self.client.open(ROOT, MANAGER, "OpenStats", interval=100))
        for line in stream:
            if path.split("/")[-1] in line["workloads"]:
                break
        stream.close()

    def test_a_user_has_only_so_many(self):
        held = []
        text = ""
        try:
            while len(held) <= 64 and not text:
                try:
                    held.append(self.client.open(ROOT, MANAGER, "OpenStats", interval=60000))
                except Exception as error:  # the 65th
                    text = str(error)
            self.assertEqual(len(held), 64)
            self.assertIn("Quota", text)
            os.close(held.pop())  # closing one makes room for one
            held.append(self.client.open(ROOT, MANAGER, "OpenStats", interval=60000))
            self.refused("Quota", self.client.open, ROOT, MANAGER, "OpenStats")
        finally:
            for descriptor in held:
                os.close(descriptor)


class Announcements(HelperTest):
    def test_objects_and_changes_are_announced(self):
        self.client.objects()
        job = self.client.create(dict(SLEEPER, name="loud"), start=True)
        result = self.client.wait_for(
            ROOT, f"{MANAGER}.JobFinished", lambda arguments: arguments[0] == job)
        path = result[2]["workload"]
        self.assertEqual(result[1], "done")
        self.assertEqual(result[2]["workloadName"], "loud")
        _, interfaces = self.client.wait_for(
            ROOT, f"{OBJECT_MANAGER}.InterfacesAdded", lambda arguments: arguments[0] == path)
        self.assertEqual(set(interfaces), {WORKLOAD, CONTAINER})
        self.assertEqual(interfaces[WORKLOAD]["Name"], "loud")
        self.client.wait_for(ROOT, f"{OBJECT_MANAGER}.InterfacesAdded",
                             lambda arguments: arguments[0] == job and JOB in arguments[1])
        self.client.wait_for(
            path, f"{PROPERTIES}.PropertiesChanged",
            lambda arguments: arguments[0] == WORKLOAD and arguments[1].get("State") == "running")
        self.client.wait_for(
            job, f"{PROPERTIES}.PropertiesChanged",
            lambda arguments: arguments[1].get("State") == "done")
        self.client.succeed(path, "Delete")
        self.client.wait_for(
            ROOT, f"{OBJECT_MANAGER}.InterfacesRemoved",
            lambda arguments: arguments[0] == path and set(arguments[1]) == {WORKLOAD, CONTAINER})

    def test_only_what_changed_is_announced(self):
        path = self.client.made(dict(SLEEPER, name="quiet"))
        self.client.signals.clear()
        self.client.succeed(path, "Start")
        self.client.wait_for(path, f"{PROPERTIES}.PropertiesChanged",
                             lambda arguments: arguments[1].get("State") == "running")
        for where, name, arguments in self.client.signals:
            if where == path and name.endswith("PropertiesChanged"):
                self.assertFalse({"Id", "Name", "Owner", "Image"} & set(arguments[1]))


class Trash(HelperTest):
    def test_a_trashed_container_comes_back(self):
        path = self.client.made(dict(SLEEPER, name="trashed"), start=True)
        before = time.time() * 1e6
        self.client.succeed(path, "Delete", trash=3600)
        leader = self.client.get(path, WORKLOAD, "Leader")
        self.assertEqual(self.client.state(path), "running") # what it does cannot be taken back
        until = self.client.get(path, WORKLOAD, "TrashedUntil")
        self.assertGreaterEqual(until, before + 3600e6)
        self.refused("Busy", self.client.do, path, "Start")
        self.client.do(path, "Restore")
        self.assertEqual(self.client.get(path, WORKLOAD, "TrashedUntil"), 0)
        self.assertEqual(self.client.state(path), "running")
        self.assertEqual(self.client.get(path, WORKLOAD, "Leader"), leader)
        self.refused("NotFound", self.client.do, path, "Restore")

    def test_its_time_comes(self):
        path = self.client.made(dict(SLEEPER, name="doomed"), start=True)
        leader = self.client.get(path, WORKLOAD, "Leader")
        self.client.succeed(path, "Delete", trash=1)
        wait_until(lambda: path not in self.client.objects(), "it is removed")
        self.client.wait_for(ROOT, f"{MANAGER}.JobFinished",
                             lambda arguments: arguments[2]["workloadName"] == "doomed"
                             and arguments[2]["workload"] == "/")
        self.assertFalse(os.path.exists(f"/proc/{leader}"))

    def test_it_can_be_removed_before(self):
        path = self.client.made(dict(SLEEPER, name="sooner"))
        self.client.succeed(path, "Delete", trash=3600)
        self.client.succeed(path, "Delete")
        self.assertNotIn(path, self.client.objects())


main()
